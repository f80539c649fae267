// The one clock of all measuring: CLOCK_MONOTONIC in nanoseconds. About 25 ns a reading, so the
// I/O loop counts its readings.
#pragma once

#include <time.h>

#include <chrono>
#include <cstdint>

namespace memvol::bench {

inline constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

inline std::uint64_t now_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * kNsPerSecond +
         static_cast<std::uint64_t>(now.tv_nsec);
}

// The same instant for the standard library's waits (steady_clock is CLOCK_MONOTONIC here).
inline std::chrono::steady_clock::time_point time_point_at(std::uint64_t ns) {
  return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(ns));
}

}  // namespace memvol::bench
