// Immediates: whatever 32 bits arrive, they name regions that the volume has, or none.
#include "observation/immediate.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>

#include "must.hpp"
#include "observation/geometry.hpp"

namespace memvol::fuzz {
namespace {

using observation::Geometry;

Geometry geometry_from(FuzzedDataProvider& input) {
  const auto region_size = std::uint64_t{Geometry::kRegionSizeMinBytes}
                           << input.ConsumeIntegralInRange<unsigned>(0, 20);
  const auto size_max = region_size * Geometry::kRegionCountMax;
  return {input.ConsumeIntegralInRange<std::uint64_t>(1, size_max), region_size};
}

void decode(FuzzedDataProvider& input) {
  const auto geometry = geometry_from(input);
  const observation::ImmediateCodec codec(geometry);
  while (input.remaining_bytes() > 0) {
    const auto named = codec.decode(input.ConsumeIntegral<std::uint32_t>());
    if (!named) continue;
    must(named->regions.count >= 1 && named->regions.first < geometry.region_count());
    must(named->regions.count <= geometry.region_count() - named->regions.first);
    const auto extent = geometry.extent_of(named->regions);
    must(geometry.contains(extent) && geometry.regions_of(extent) == named->regions);
  }
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  memvol::fuzz::decode(input);
  return 0;
}
