// Seeded random volumes, extents and records for property tests.
#pragma once

#include <cstdint>
#include <random>

#include "observation/geometry.hpp"
#include "observation/record.hpp"

namespace memvol::observation {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::uint64_t next() { return random_(); }
  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  // Of any magnitude, up to 2^bits - 1.
  std::uint64_t up_to_bits(unsigned bits) {
    const auto width = below(bits + 1);
    return width == 0 ? 0 : random_() >> (64 - width);
  }

  // From one byte to the most regions that there can be.
  Geometry geometry() {
    const std::uint64_t region_size = std::uint64_t{4096} << below(12);
    const std::uint64_t regions = 1 + up_to_bits(24) % Geometry::kRegionCountMax;
    return {(regions - 1) * region_size + 1 + below(region_size), region_size};
  }

  Extent extent(const Geometry& geometry) {
    const std::uint64_t size = geometry.volume_size_bytes();
    const std::uint64_t offset = below(size);
    const std::uint64_t length = 1 + up_to_bits(40) % (size - offset);
    return {.offset_bytes = offset, .length_bytes = length};
  }

  Record record(const Geometry& geometry) {
    Record record{.type = static_cast<OperationType>(below(kOperationTypeCount)),
                  .phase = static_cast<Phase>(below(2)),
                  .operations = static_cast<std::uint32_t>(1 + below(100)),
                  .extent = extent(geometry)};
    record.bytes = record.operations * record.extent.length_bytes;
    return record;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace memvol::observation
