#include "bench/latency_counts.hpp"

#include <algorithm>
#include <cmath>

namespace memvol::bench {

void LatencyCounts::add(const Histogram& histogram) {
  count_ += histogram.add_to(counts_);
  max_ns_ = std::max(max_ns_, histogram.max_ns());
}

LatencyCounts LatencyCounts::since(const LatencyCounts& earlier) const {
  LatencyCounts difference;
  for (std::size_t index = 0; index < counts_.size(); ++index) {
    const std::uint64_t count = counts_[index] - earlier.counts_[index];
    if (count == 0) continue;
    difference.counts_[index] = count;
    difference.count_ += count;
    difference.max_ns_ = std::min(layout::highest_value(index), max_ns_);
  }
  return difference;
}

std::uint64_t LatencyCounts::value_at_percentile(double percentile) const {
  if (count_ == 0) return 0;
  const double rank = std::min(percentile, 100.0) / 100.0 * static_cast<double>(count_);
  // Rounded up, yet not for an excess that the multiplication itself may have brought in: less
  // than one unit in the last place.
  const double last_place = rank > 0 ? std::exp2(std::floor(std::log2(rank)) - 52) : 0;
  const auto target = static_cast<std::uint64_t>(std::max(std::ceil(rank - last_place), 1.0));
  std::uint64_t passed = 0;
  for (std::size_t index = 0; index < counts_.size(); ++index) {
    passed += counts_[index];
    if (passed < target) continue;
    return percentile == 0 ? layout::lowest_value(index) : layout::highest_value(index);
  }
  return layout::kHighestTrackable;
}

}  // namespace memvol::bench
