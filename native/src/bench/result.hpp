// What a run came to; plain data. Mirrors NativeRunResult and RunSnapshot of the binding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/failure.hpp"
#include "bench/direction.hpp"
#include "bench/display_buckets.hpp"
#include "bench/heat_map.hpp"
#include "bench/histogram.hpp"
#include "bench/histogram_encoding.hpp"
#include "bench/thread_usage.hpp"

namespace memvol::bench {

// The percentiles of every snapshot and interval, in this order.
inline constexpr std::array<double, 6> kSnapshotPercentiles = {50, 90, 95, 99, 99.9, 99.99};
using SnapshotPercentiles = std::array<std::uint64_t, kSnapshotPercentiles.size()>;

SnapshotPercentiles percentiles_of(const LatencyCounts& counts);

struct LatencySnapshot {
  std::uint64_t count = 0;
  std::uint64_t max_ns = 0;
  SnapshotPercentiles percentiles_ns{};
  DisplayBuckets buckets{};

  static LatencySnapshot of(const LatencyCounts& counts);
};

struct IntervalSnapshot {
  LatencySnapshot latency;
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;
  std::uint64_t length_ns = 0;
};

struct DirectionSnapshot {
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;
  std::uint64_t errors = 0;
  LatencySnapshot total;
  // The last whole second.
  IntervalSnapshot interval;
};

struct JobSnapshot {
  ByDirection<DirectionSnapshot> directions;
  std::uint32_t in_flight = 0;
  std::uint32_t threads_running = 0;
  std::uint32_t threads_failed = 0;
  bool ramping = false;
};

struct RunSnapshot {
  std::uint64_t elapsed_ns = 0;
  std::uint64_t intervals_completed = 0;
  std::vector<JobSnapshot> jobs;
};

struct LatencyResult {
  Moments moments;
  // HdrHistogram V2, uncompressed; one without counts where nothing was measured.
  std::vector<std::byte> histogram = encode_v2(LatencyCounts());

  static LatencyResult of(const Histogram& histogram);
};

struct DirectionResult {
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;
  std::uint64_t errors = 0;
  LatencyResult service;
  LatencyResult response;
  std::uint64_t late_starts = 0;
  std::uint64_t dropped_arrivals = 0;
  std::uint64_t start_delay_max_ns = 0;
};

// What came of reading back.
struct VerifyResult {
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;
  std::uint64_t errors = 0;
  // The first of them, in words.
  std::vector<std::string> findings;
};

struct ThreadResult {
  ByDirection<DirectionResult> directions;
  // Measured time: without the ramp.
  std::uint64_t runtime_ns = 0;
  ThreadUsage usage;
  // That a latency target led to; absent where there is none, or where it was not found.
  std::optional<std::uint32_t> depth_found;
  // Absent where nothing was to be verified.
  std::optional<VerifyResult> verified;
  std::optional<Failure> failure;
};

struct IntervalDirection {
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;
  SnapshotPercentiles percentiles_ns{};
  std::uint64_t max_ns = 0;
};

struct Interval {
  ByDirection<IntervalDirection> directions;
  // From the start of the run to the end of the interval.
  std::uint64_t end_ns = 0;
  std::uint64_t length_ns = 0;
};

struct JobResult {
  std::vector<ThreadResult> threads;
  std::vector<Interval> intervals;
  // Service times.
  std::vector<HeatColumn> heat;
};

struct RunResult {
  std::uint64_t elapsed_ns = 0;
  std::vector<JobResult> jobs;
};

}  // namespace memvol::bench
