#include "client/atomics.hpp"

#include <array>

#include "atomics/words.hpp"

namespace memvol::client {

using atomics::Outcome;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kSlot = 0;

}  // namespace

std::uint64_t execute(Session& session, const atomics::Operation& operation,
                      std::chrono::nanoseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  bool posted = session.post_atomic(kSlot, operation);
  std::array<std::uint32_t, 1> done;
  while (session.poll(done) == 0) {
    const auto left = deadline - Clock::now();
    if (left <= std::chrono::nanoseconds::zero()) {
      throw Failure("io_failed", "wait", 0, "the device did not answer in time");
    }
    if (!posted) posted = session.post_atomic(kSlot, operation);
    session.wait(left);
  }
  return session.old_value(kSlot);
}

void check(const Grant& grant, const atomics::Operation& operation) {
  if (!grant.rights.atomic) throw refusal_of(Outcome::kDenied);
  const auto place =
      atomics::check_place(operation.offset_bytes, grant.offset_bytes, grant.length_bytes);
  if (place != Outcome::kDone) throw refusal_of(place);
}

Failure refusal_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDenied:
      return {"access_denied", "atomic", 0, "the session has no right to atomic operations"};
    case Outcome::kOutOfRange:
      return {"range_invalid", "atomic", 0,
              "an atomic operation is on a word of 8 bytes, and not all of them are within the "
              "bytes attached"};
    case Outcome::kMisaligned:
      return {
          "alignment_invalid", "atomic", 0,
          "an atomic operation is on a word whose place in its volume is a multiple of 8 bytes"};
    case Outcome::kDone:
      break;
  }
  return {"io_failed", "atomic", 0, "an atomic operation was refused"};
}

}  // namespace memvol::client
