// What becomes of operations that fail, or are never answered.
#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

#include "base/failure.hpp"
#include "bench/clock.hpp"
#include "bench/io_loop.hpp"

namespace memvol::bench {

// It takes no part in any latency.
void IoLoop::give_up(std::uint32_t slot) {
  now_ns_ = now_ns();
  const Operation& failed = slots_[slot].operation;
  if (measured_from_ns_) increment(meter_.directions[failed.direction]->errors);
  if (verifier_) verifier_->failed(failed);
  slots_[slot].posted_ns = 0;
  free_slots_.push_back(slot);
  answered_ns_ = now_ns_;
  refused_ = false;
  held_ = false;
  gate_.completed(1);
}

void IoLoop::count_unanswered() {
  const auto count = [this](const Operation& operation) {
    if (operation.checks) return;
    increment(meter_.directions[operation.direction]->errors);
  };
  for (const InFlight& slot : slots_) {
    if (slot.posted_ns != 0) count(slot.operation);
  }
  if (pending_) count(pending_->operation);
  meter_.in_flight.store(0, std::memory_order_relaxed);
}

void IoLoop::fail_slow(Direction direction, std::uint64_t latency_ns) const {
  throw Failure("limit_exceeded", name_of(direction), ETIMEDOUT,
                "an operation took " + std::to_string(latency_ns) +
                    " ns, longer than the job's max_latency of " +
                    std::to_string(max_latency_ns_[direction]) + " ns");
}

void IoLoop::fail_unanswered() const {
  std::array<char, 32> seconds;
  std::snprintf(seconds.data(), seconds.size(), "%g",
                static_cast<double>(limits_.operation_timeout_ns) / kNsPerSecond);
  throw Failure("io_failed", "poll", ETIMEDOUT,
                std::string("the device did not answer for ") + seconds.data() + " s");
}

}  // namespace memvol::bench
