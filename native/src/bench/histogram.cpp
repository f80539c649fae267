#include "bench/histogram.hpp"

#include <cmath>

namespace memvol::bench {

std::uint64_t Histogram::add_to(std::span<std::uint64_t> counts) const {
  const std::uint64_t min_ns = min_ns_.load(std::memory_order_relaxed);
  if (min_ns == kNone) return 0;
  const std::size_t first = layout::index_of(std::min(min_ns, layout::kHighestTrackable));
  const std::size_t last = layout::index_of(std::min(max_ns(), layout::kHighestTrackable));
  std::uint64_t added = 0;
  for (std::size_t index = first; index <= last; ++index) {
    const std::uint64_t count = counts_[index].load(std::memory_order_relaxed);
    counts[index] += count;
    added += count;
  }
  return added;
}

Moments Histogram::moments() const {
  std::uint64_t count = 0;
  for (const auto& bucket : counts_) count += bucket.load(std::memory_order_relaxed);
  if (count == 0) return {};

  // The squares' distance from the whole part of the mean, in exact integer arithmetic, so
  // that subtracting two large numbers costs no digits.
  const std::uint64_t pivot = sum_ns_ / count;
  const double rest = static_cast<double>(sum_ns_ % count) / static_cast<double>(count);
  const Uint128 squares = sum_of_squares_ - static_cast<Uint128>(2) * pivot * sum_ns_ +
                          static_cast<Uint128>(pivot) * pivot * count;
  const double deviation = static_cast<double>(squares) - rest * rest * static_cast<double>(count);
  return {
      .count = count,
      .min_ns = min_ns_.load(std::memory_order_relaxed),
      .max_ns = max_ns(),
      .mean_ns = static_cast<double>(pivot) + rest,
      .stddev_ns = count > 1 ? std::sqrt(deviation / static_cast<double>(count - 1)) : 0,
  };
}

}  // namespace memvol::bench
