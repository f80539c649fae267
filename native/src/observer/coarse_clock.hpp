// The steady clock at the resolution of the kernel's tick (a few milliseconds), for a few
// nanoseconds a reading. Any thread.
#pragma once

#include <time.h>

#include <chrono>

namespace memvol::observer {

using Clock = std::chrono::steady_clock;

inline Clock::time_point coarse_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return Clock::time_point(std::chrono::seconds(now.tv_sec) +
                           std::chrono::nanoseconds(now.tv_nsec));
}

}  // namespace memvol::observer
