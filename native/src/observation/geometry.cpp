#include "observation/geometry.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "base/failure.hpp"

namespace memvol::observation {

Geometry::Geometry(std::uint64_t volume_size_bytes, std::uint64_t region_size_bytes)
    : volume_size_bytes_(volume_size_bytes) {
  if (!std::has_single_bit(region_size_bytes) || region_size_bytes < kRegionSizeMinBytes) {
    throw Failure("range_invalid", "observe", 0,
                  "the region size, " + std::to_string(region_size_bytes) +
                      " bytes, is no power of two of at least " +
                      std::to_string(kRegionSizeMinBytes));
  }
  const std::uint64_t count = (volume_size_bytes + region_size_bytes - 1) / region_size_bytes;
  if (count > kRegionCountMax) {
    throw Failure("range_invalid", "observe", 0,
                  "a volume of " + std::to_string(volume_size_bytes) + " bytes has " +
                      std::to_string(count) + " regions of " + std::to_string(region_size_bytes) +
                      " bytes; at most " + std::to_string(kRegionCountMax) +
                      " can be told apart, so use larger ones");
  }
  region_count_ = static_cast<std::uint32_t>(count);
  region_shift_ = static_cast<std::uint8_t>(std::countr_zero(region_size_bytes));
}

bool Geometry::contains(const Extent& extent) const {
  return extent.length_bytes > 0 && extent.offset_bytes < volume_size_bytes_ &&
         extent.length_bytes <= volume_size_bytes_ - extent.offset_bytes;
}

RegionRange Geometry::regions_of(const Extent& extent) const {
  const auto first = static_cast<std::uint32_t>(extent.offset_bytes >> region_shift_);
  const auto last = static_cast<std::uint32_t>((extent.end_bytes() - 1) >> region_shift_);
  return {.first = first, .count = last - first + 1};
}

Extent Geometry::extent_of(RegionRange regions) const {
  const std::uint64_t start = std::uint64_t{regions.first} << region_shift_;
  const std::uint64_t end = (std::uint64_t{regions.first} + regions.count) << region_shift_;
  return {.offset_bytes = start, .length_bytes = std::min(end, volume_size_bytes_) - start};
}

}  // namespace memvol::observation
