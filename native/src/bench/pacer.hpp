// A schedule fixed in advance: operation k is due at start + floor(k * 10^9 / rate) ns, in
// integers without drift at any rate.
#pragma once

#include <cstdint>
#include <limits>

#include "bench/clock.hpp"

namespace memvol::bench {

class Pacer {
 public:
  // No schedule: never due.
  Pacer() = default;
  // `rate_iops` is at least 1.
  Pacer(std::uint64_t start_ns, std::uint64_t rate_iops)
      : due_ns_(start_ns),
        period_ns_(kNsPerSecond / rate_iops),
        period_rest_(kNsPerSecond % rate_iops),
        rate_iops_(rate_iops) {}

  bool scheduled() const { return rate_iops_ > 0; }
  std::uint64_t due_ns() const { return due_ns_; }

  void advance() {
    due_ns_ += period_ns_;
    rest_ += period_rest_;
    if (rest_ >= rate_iops_) {
      rest_ -= rate_iops_;
      ++due_ns_;
    }
  }

 private:
  std::uint64_t due_ns_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t period_ns_ = 0;
  // Fractions of a nanosecond, in units of 1 / rate.
  std::uint64_t period_rest_ = 0;
  std::uint64_t rest_ = 0;
  std::uint64_t rate_iops_ = 0;
};

}  // namespace memvol::bench
