// A latency recorder with HdrHistogram's buckets.
//
// Threading: one writer; any number of readers at the same time through add_to() and
// max_ns(). The writer uses plain loads and stores (relaxed atomics without a lock prefix),
// so a reader may miss the newest values, never sees a count that was not there.
// moments() is for after the writer has ended.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "bench/histogram_layout.hpp"

namespace memvol::bench {

// Exact to the rounding of a double, unlike what could be told from buckets.
struct Moments {
  std::uint64_t count = 0;
  std::uint64_t min_ns = 0;
  std::uint64_t max_ns = 0;
  double mean_ns = 0;
  // Of a sample (divided by count - 1), as fio has it; 0 for fewer than two values.
  double stddev_ns = 0;
};

class Histogram {
 public:
  Histogram() : counts_(layout::kCountsLength) {}

  // Values above layout::kHighestTrackable count in the last bucket; the maximum, the mean
  // and the deviation stay exact.
  void record(std::uint64_t ns) noexcept {
    std::atomic<std::uint64_t>& count =
        counts_[layout::index_of(std::min(ns, layout::kHighestTrackable))];
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    if (ns < min_ns_.load(std::memory_order_relaxed)) {
      min_ns_.store(ns, std::memory_order_relaxed);
    }
    if (ns > max_ns_.load(std::memory_order_relaxed)) {
      max_ns_.store(ns, std::memory_order_relaxed);
    }
    sum_ns_ += ns;
    sum_of_squares_ += static_cast<Uint128>(ns) * ns;
  }

  // Adds the counts to those of others and returns how many values they stand for; `counts`
  // has layout::kCountsLength elements.
  std::uint64_t add_to(std::span<std::uint64_t> counts) const;

  // 0 as long as nothing was recorded.
  std::uint64_t max_ns() const { return max_ns_.load(std::memory_order_relaxed); }

  Moments moments() const;

 private:
  using Uint128 = unsigned __int128;
  static constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

  std::vector<std::atomic<std::uint64_t>> counts_;
  std::atomic<std::uint64_t> min_ns_ = kNone;
  std::atomic<std::uint64_t> max_ns_ = 0;
  // Integers, so that nothing is lost by adding small values to a large sum.
  std::uint64_t sum_ns_ = 0;
  Uint128 sum_of_squares_ = 0;
};

}  // namespace memvol::bench
