// When a thread's operations may start: fio's options of flow, rate and latency, in numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bench/direction.hpp"

namespace memvol::bench {

// So many operations or bytes a second; 0: no rate.
struct Rate {
  std::uint64_t per_second = 0;
  bool in_bytes = false;

  static Rate operations(std::uint64_t per_second) { return {per_second, false}; }
  static Rate bytes(std::uint64_t per_second) { return {per_second, true}; }
  bool set() const { return per_second > 0; }
};

struct Rates {
  // For each thread.
  ByDirection<Rate> target;
  // Arrivals as of a Poisson process, and not evenly spaced.
  bool poisson = false;
  // What a thread must reach in each cycle, or fails.
  ByDirection<Rate> least;
  std::uint64_t cycle_ns = 1'000'000'000;

  bool paced() const { return target.read.set() || target.write.set() || target.trim.set(); }
  bool floored() const { return least.read.set() || least.write.set() || least.trim.set(); }
};

// Searches the largest queue depth at which latencies keep to a target.
struct LatencyTarget {
  // 0: none.
  std::uint64_t target_ns = 0;
  std::uint64_t window_ns = 0;
  // Of the operations in a window, that must keep to it.
  double percentile = 100;
  // Goes on adapting until the job's end, and does not end with the depth found.
  bool keeps_on = false;
};

struct Flow {
  // How often the job's bounds are gone through.
  std::uint32_t loops = 1;
  // Each thread starts after a delay from this range.
  std::uint64_t start_delay_min_ns = 0;
  std::uint64_t start_delay_max_ns = 0;
  // The job, by its place in the run, that must have ended before this one starts.
  std::optional<std::size_t> wait_for;
  // What is stopped together.
  std::size_t group = 0;
  bool ends_group = false;
  // The end of one of its threads ends all jobs of the run.
  bool ends_run = false;
  bool ends_all_on_error = false;
  // Pause after so many operations, once all of them have completed.
  std::uint64_t think_ns = 0;
  std::uint64_t think_after = 1;
  // Operations posted in one go, and the fewest and most completions taken in one; 0: iodepth.
  std::uint32_t batch_submit = 1;
  std::uint32_t batch_complete_min = 1;
  std::uint32_t batch_complete_max = 0;
  // A full queue is filled again once it has drained so far; absent: at once.
  std::optional<std::uint32_t> depth_low;
  // Service times above it fail the thread; 0: none.
  ByDirection<std::uint64_t> max_latency_ns;
  LatencyTarget latency_target;
  // Operations that fail are counted, where the engine can go on, and fail nothing.
  ByDirection<bool> continues_on_error;
  // Operations wait for those in flight that overlap them.
  bool serializes_overlap = false;
};

}  // namespace memvol::bench
