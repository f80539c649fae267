// Bucket counts merged from any number of histograms; plain data of one thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bench/histogram.hpp"

namespace memvol::bench {

class LatencyCounts {
 public:
  LatencyCounts() : counts_(layout::kCountsLength) {}

  void add(const Histogram& histogram);
  // What was counted here but not yet in `earlier`, an older state of the same histograms.
  // Its maximum is known to the buckets' precision only.
  LatencyCounts since(const LatencyCounts& earlier) const;

  std::uint64_t count() const { return count_; }
  // 0 when empty.
  std::uint64_t max_ns() const { return max_ns_; }
  // By HdrHistogram's rule: the highest value that shares a bucket with the one at this rank.
  // 0 when empty.
  std::uint64_t value_at_percentile(double percentile) const;
  std::span<const std::uint64_t> counts() const { return counts_; }

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t max_ns_ = 0;
};

}  // namespace memvol::bench
