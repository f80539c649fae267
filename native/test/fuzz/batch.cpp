// Batches: whatever extents meet in one, it names no region that none of them touched, forgets
// none, and counts them all.
#include "observation/batch.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <set>

#include "must.hpp"

namespace memvol::fuzz {
namespace {

using observation::Extent;
using observation::Geometry;

constexpr std::uint64_t kRegionBytes = Geometry::kRegionSizeMinBytes;
constexpr std::uint64_t kRegionsMax = 64;

using Regions = std::set<std::uint32_t>;

void add_regions(const Geometry& geometry, Extent extent, std::uint64_t range_offset,
                 Regions& regions) {
  extent.offset_bytes += range_offset;
  must(geometry.contains(extent));
  const auto touched = geometry.regions_of(extent);
  for (std::uint32_t i = 0; i < touched.count; ++i) regions.insert(touched.first + i);
}

void run(FuzzedDataProvider& input) {
  const Geometry geometry(
      input.ConsumeIntegralInRange<std::uint64_t>(1, kRegionsMax * kRegionBytes), kRegionBytes);
  const auto size = geometry.volume_size_bytes();
  const auto range_offset = input.ConsumeIntegralInRange<std::uint64_t>(0, size - 1);
  observation::Batch batch(geometry, range_offset,
                           input.ConsumeIntegralInRange<std::size_t>(1, 64));
  Regions touched;
  std::uint64_t operations = 0;
  while (input.remaining_bytes() > 0 && !batch.full()) {
    const auto room = size - range_offset;
    observation::Record record;
    record.extent.offset_bytes = input.ConsumeIntegralInRange<std::uint64_t>(0, room - 1);
    record.extent.length_bytes =
        input.ConsumeIntegralInRange<std::uint64_t>(1, room - record.extent.offset_bytes);
    record.operations = input.ConsumeIntegralInRange<std::uint32_t>(1, 1000);
    batch.add(record);
    operations += record.operations;
    add_regions(geometry, record.extent, range_offset, touched);
  }
  Regions told;
  std::uint64_t operations_told = 0;
  for (const auto& record : batch.records()) {
    add_regions(geometry, record.extent, range_offset, told);
    operations_told += record.operations;
  }
  must(told == touched);
  must(operations_told == operations && batch.operations() == operations);
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  memvol::fuzz::run(input);
  return 0;
}
