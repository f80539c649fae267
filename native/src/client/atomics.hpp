// One atomic operation at a time, for who needs no more.
// Threading: as the session's.
#pragma once

#include <chrono>
#include <cstdint>

#include "atomics/message.hpp"
#include "base/failure.hpp"
#include "client/session.hpp"

namespace memvol::client {

// Posts the operation with nothing else in flight and returns the word's value before it. Throws
// Failure as Session::post_atomic and Session::poll do; `io_failed` when the device gives no sign
// for `timeout`: then nobody knows whether it was carried out.
std::uint64_t execute(Session& session, const atomics::Operation& operation,
                      std::chrono::nanoseconds timeout);

// That the device would carry out the operation. Throws Failure otherwise, see refusal_of.
void check(const Grant& grant, const atomics::Operation& operation);

// Why the device refused an operation, or would: `access_denied`, `range_invalid` or
// `alignment_invalid`.
Failure refusal_of(atomics::Outcome outcome);

}  // namespace memvol::client
