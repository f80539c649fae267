// Moves any number of bytes between local memory and a session's range, as pipelined
// operations of moderate size.
// Threading: as the session's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "client/session.hpp"

namespace memvol::client {

// When they return, the device's observer has been told of what was done, as far as it is to be.
// Both throw Failure: `range_invalid` when the extent is not within the grant, otherwise as
// Session::poll does; `io_failed` when the device gives no sign for `timeout`.
void read_bytes(Session& session, std::uint64_t offset_bytes, std::span<std::byte> into,
                std::chrono::nanoseconds timeout);
void write_bytes(Session& session, std::uint64_t offset_bytes, std::span<std::byte> from,
                 std::chrono::nanoseconds timeout);

}  // namespace memvol::client
