// The 32 bits that a write with immediate carries: which regions it covers, exactly, and how
// long it is, where that is a power of two.
//
//   31        …        …          0
//   | size code (5) | count - 1 | first region |
//
// The first region takes as many bits as the volume's region count needs, the count what is left:
// 256 regions for a volume with 2^19 of them, and 8 for one with the most that can be.
// Immutable values; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "observation/geometry.hpp"

namespace memvol::observation {

struct NamedRegions {
  RegionRange regions;
  // Absent when it is no power of two.
  std::optional<std::uint64_t> length_bytes;
};

class ImmediateCodec {
 public:
  explicit ImmediateCodec(const Geometry& geometry);

  std::uint32_t regions_max() const { return std::uint32_t{1} << count_bits_; }

  // Nothing when the extent covers more regions than one immediate can name.
  std::optional<std::uint32_t> encode(const Extent& extent) const;

  // Nothing when it names regions that the volume does not have.
  std::optional<NamedRegions> decode(std::uint32_t immediate) const;

 private:
  Geometry geometry_;
  unsigned region_bits_;
  unsigned count_bits_;
};

}  // namespace memvol::observation
