// Regions: the fixed-size pieces of a volume in which changes are tracked.
// Immutable values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace memvol::observation {

// Bytes of a volume, counted from its start.
struct Extent {
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;

  std::uint64_t end_bytes() const { return offset_bytes + length_bytes; }
  bool operator==(const Extent&) const = default;
};

struct RegionRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;

  bool operator==(const RegionRange&) const = default;
};

class Geometry {
 public:
  static constexpr std::uint32_t kRegionSizeMinBytes = 4096;
  // So many are named by the 24 bits that an immediate can spare.
  static constexpr std::uint32_t kRegionCountMax = std::uint32_t{1} << 24;

  Geometry() = default;
  // The region size is a power of two of at least 4 KiB. Throws Failure `range_invalid` when it
  // is not, or when the volume would have more than kRegionCountMax of them.
  Geometry(std::uint64_t volume_size_bytes, std::uint64_t region_size_bytes);

  std::uint64_t volume_size_bytes() const { return volume_size_bytes_; }
  std::uint64_t region_size_bytes() const { return std::uint64_t{1} << region_shift_; }
  std::uint8_t region_shift() const { return region_shift_; }
  std::uint32_t region_count() const { return region_count_; }

  // Whether an extent has bytes and all of them are the volume's. Never overflows.
  bool contains(const Extent& extent) const;
  // The regions that a contained extent touches.
  RegionRange regions_of(const Extent& extent) const;
  // The bytes of regions; the volume's last region may be shorter than the others.
  Extent extent_of(RegionRange regions) const;

 private:
  std::uint64_t volume_size_bytes_ = 0;
  std::uint32_t region_count_ = 0;
  std::uint8_t region_shift_ = 12;
};

}  // namespace memvol::observation
