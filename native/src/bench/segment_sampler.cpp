#include "bench/segment_sampler.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

namespace memvol::bench {

namespace {

// At least two, so that an index never needs a shift by all bits.
std::size_t columns_for(std::size_t segments) {
  return std::bit_ceil(std::max<std::size_t>(segments, 2));
}

}  // namespace

SegmentSampler::SegmentSampler(const std::vector<Segment>& segments) {
  const std::size_t columns = columns_for(segments.size());
  index_shift_ = 64 - static_cast<unsigned>(std::bit_width(columns - 1));
  column_mask_ = (std::uint64_t{1} << index_shift_) - 1;
  // What a column holds is in units of a column's even share; the columns beyond the segments
  // hold nothing.
  ranges_.resize(columns, {.first = 0, .count = 1});
  std::vector<double> held(columns, 0);
  const double total =
      std::accumulate(segments.begin(), segments.end(), 0.0,
                      [](double sum, const Segment& segment) { return sum + segment.weight; });
  for (std::size_t at = 0; at < segments.size(); ++at) {
    ranges_[at] = {.first = segments[at].first, .count = segments[at].count};
    single_ &= segments[at].count == 1;
    held[at] = segments[at].weight / total * static_cast<double>(columns);
  }
  std::vector<std::size_t> small;
  std::vector<std::size_t> large;
  for (std::size_t at = 0; at < columns; ++at) (held[at] < 1 ? small : large).push_back(at);
  columns_.resize(columns, {.threshold = 0, .alias = 0});
  for (std::size_t at = 0; at < columns; ++at) {
    columns_[at] = {.threshold = column_mask_ + 1, .alias = at};
  }
  while (!small.empty() && !large.empty()) {
    const std::size_t less = small.back();
    const std::size_t more = large.back();
    small.pop_back();
    columns_[less] = {
        .threshold = static_cast<std::uint64_t>(held[less] * static_cast<double>(column_mask_ + 1)),
        .alias = more};
    held[more] -= 1 - held[less];
    if (held[more] < 1) {
      large.pop_back();
      small.push_back(more);
    }
  }
}

}  // namespace memvol::bench
