// Regions of a volume as disjoint ranges in order.
// Threading: one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "observation/geometry.hpp"

namespace memvol::observer {

class RegionRanges {
 public:
  RegionRanges() = default;
  // In any order; ranges that meet become one.
  explicit RegionRanges(std::vector<observation::RegionRange> ranges);

  // Not before any that is there.
  void append(std::uint32_t region);

  bool empty() const { return ranges_.empty(); }
  bool contains(std::uint32_t region) const;
  bool meets(observation::RegionRange range) const;
  std::span<const observation::RegionRange> ranges() const { return ranges_; }
  std::vector<observation::Extent> extents(const observation::Geometry& geometry) const;

 private:
  std::vector<observation::RegionRange> ranges_;
};

}  // namespace memvol::observer
