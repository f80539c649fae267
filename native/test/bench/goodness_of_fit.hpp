// Tests of draws against the distribution that they shall have.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace memvol::bench {

// Pearson's statistic in standard deviations above what it is on average, of counts whose
// expectations are at least five. Below 5 in all but one of three million fair trials.
inline double chi_square_excess(const std::vector<std::uint64_t>& counts,
                                const std::vector<double>& expected) {
  double statistic = 0;
  for (std::size_t at = 0; at < counts.size(); ++at) {
    const double distance = static_cast<double>(counts[at]) - expected[at];
    statistic += distance * distance / expected[at];
  }
  const auto freedom = static_cast<double>(counts.size() - 1);
  return (statistic - freedom) / std::sqrt(2 * freedom);
}

// Kolmogorov's and Smirnov's distance, times the root of the number of draws, of counts of the
// values 0, 1, ... whose distribution is `share_below(value)`. Below 2.3 in all but one of twenty
// thousand fair trials, and more rarely for values that are whole numbers.
inline double kolmogorov_smirnov(const std::vector<std::uint64_t>& counts,
                                 const std::function<double(std::uint64_t)>& share_below) {
  double total = 0;
  for (const std::uint64_t count : counts) total += static_cast<double>(count);
  double below = 0;
  double farthest = 0;
  for (std::size_t value = 0; value < counts.size(); ++value) {
    below += static_cast<double>(counts[value]);
    farthest = std::max(farthest, std::abs(below / total - share_below(value + 1)));
  }
  return farthest * std::sqrt(total);
}

}  // namespace memvol::bench
