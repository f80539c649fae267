#include "observer/region_ranges.hpp"

#include <algorithm>

namespace memvol::observer {

using observation::RegionRange;

namespace {

std::uint64_t end_of(const RegionRange& range) { return std::uint64_t{range.first} + range.count; }

}  // namespace

RegionRanges::RegionRanges(std::vector<RegionRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const auto& left, const auto& right) { return left.first < right.first; });
  for (const RegionRange& range : ranges) {
    if (range.count == 0) continue;
    if (ranges_.empty() || range.first > end_of(ranges_.back())) {
      ranges_.push_back(range);
      continue;
    }
    RegionRange& last = ranges_.back();
    last.count = static_cast<std::uint32_t>(std::max(end_of(last), end_of(range)) - last.first);
  }
}

void RegionRanges::append(std::uint32_t region) {
  if (!ranges_.empty() && region < end_of(ranges_.back())) return;
  if (!ranges_.empty() && region == end_of(ranges_.back())) {
    ++ranges_.back().count;
  } else {
    ranges_.push_back({.first = region, .count = 1});
  }
}

bool RegionRanges::contains(std::uint32_t region) const {
  return meets({.first = region, .count = 1});
}

bool RegionRanges::meets(RegionRange range) const {
  const auto after =
      std::lower_bound(ranges_.begin(), ranges_.end(), end_of(range),
                       [](const RegionRange& at, std::uint64_t end) { return at.first < end; });
  return after != ranges_.begin() && end_of(*std::prev(after)) > range.first;
}

std::vector<observation::Extent> RegionRanges::extents(
    const observation::Geometry& geometry) const {
  std::vector<observation::Extent> extents;
  extents.reserve(ranges_.size());
  for (const RegionRange& range : ranges_) extents.push_back(geometry.extent_of(range));
  return extents;
}

}  // namespace memvol::observer
