#include "client/atomic_operations.hpp"

#include <algorithm>

#include "base/failure.hpp"
#include "client/atomics.hpp"

namespace memvol::client {

AtomicOperations::AtomicOperations(fabric::Endpoint& endpoint, std::uint32_t slot_count)
    : endpoint_(endpoint), in_flight_(slot_count), old_values_(slot_count), done_(slot_count) {}

bool AtomicOperations::post(std::uint32_t slot, const atomics::Operation& operation) {
  if (in_flight_count_ == kInFlightMax) return false;
  if (!endpoint_.inject(atomics::encode_request({.id = slot, .operation = operation}))) {
    return false;
  }
  in_flight_[slot] = true;
  ++in_flight_count_;
  return true;
}

void AtomicOperations::answered(const atomics::Answer& answer) {
  if (answer.id >= in_flight_.size() || !in_flight_[answer.id]) {
    throw Failure("io_failed", "fi_recv", 0, "the device answered what it was not asked");
  }
  if (answer.outcome != atomics::Outcome::kDone) throw refusal_of(answer.outcome);
  in_flight_[answer.id] = false;
  --in_flight_count_;
  old_values_[answer.id] = answer.old_value;
  done_.push(answer.id);
}

std::size_t AtomicOperations::take_reportable(std::span<std::uint32_t> slots) {
  const auto count = std::min(slots.size(), done_.size());
  for (auto& slot : slots.first(count)) {
    slot = done_.front();
    done_.pop();
  }
  return count;
}

}  // namespace memvol::client
