// What one thread has done so far, for others to look at while it runs.
//
// Threading: one writer, the thread itself; readers at any time. Operations are not counted apart:
// the service histogram holds one count for each.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "bench/histogram.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

enum class ThreadState : std::uint8_t { kWaiting, kRamping, kRunning, kDone, kFailed };

struct DirectionMeter {
  // Post -> completion.
  Histogram service;
  // Intended start -> completion.
  Histogram response;
  // Of the operations in the histograms.
  std::atomic<std::uint64_t> bytes = 0;
  // Operations posted later than scheduled (see io_loop.hpp for the tolerance).
  std::atomic<std::uint64_t> late_starts = 0;
  // Operations that were due in the job's time and not started.
  std::atomic<std::uint64_t> dropped_arrivals = 0;
  // How late the latest start was.
  std::atomic<std::uint64_t> start_delay_max_ns = 0;
  // Operations that never got an answer.
  std::atomic<std::uint64_t> errors = 0;
};

// On cache lines of its own, away from other threads' meters.
struct alignas(64) ThreadMeter {
  explicit ThreadMeter(const JobSpec& job) {
    for (const Direction direction : kDirections) {
      if (job.uses(direction)) directions[direction] = std::make_unique<DirectionMeter>();
    }
  }

  bool ended() const {
    const ThreadState now = state.load(std::memory_order_acquire);
    return now == ThreadState::kDone || now == ThreadState::kFailed;
  }

  // Absent for a direction that the job does not use.
  ByDirection<std::unique_ptr<DirectionMeter>> directions;
  std::atomic<ThreadState> state = ThreadState::kWaiting;
  std::atomic<std::uint32_t> in_flight = 0;
  // When the thread ended; written before its state.
  std::atomic<std::uint64_t> ended_ns = 0;
};

// Adds to a counter that only the calling thread writes.
inline void increment(std::atomic<std::uint64_t>& counter, std::uint64_t by = 1) {
  counter.store(counter.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

}  // namespace memvol::bench
