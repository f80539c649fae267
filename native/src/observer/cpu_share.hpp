// Keeps work to a share of one core: work in slices, with rests between them.
// Threading: one thread. Knows no clock; it is told.
#pragma once

#include <chrono>
#include <optional>

namespace memvol::observer {

class CpuShare {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = std::chrono::nanoseconds;

  // After this much work there is a rest, so others wait no longer for the core, and waking up
  // again costs little beside it.
  static constexpr Duration kSlice = std::chrono::microseconds(500);

  // `share` is taken as at least 0.001 and at most 1.
  explicit CpuShare(double share);

  // Work that has just taken so much of the processor. Returns until when to rest, if at all.
  // Time without work is not saved up.
  std::optional<Clock::time_point> charge(Duration cpu, Clock::time_point now);

 private:
  double share_;
  Duration slice_{0};
  // When all the work so far is paid for.
  Clock::time_point paid_{};
};

}  // namespace memvol::observer
