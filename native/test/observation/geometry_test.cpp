#include "observation/geometry.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "base/failure.hpp"
#include "generator.hpp"

namespace memvol::observation {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

TEST(Geometry, constructor__refuses_unsuitable_region_sizes) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2048},
                                   std::uint64_t{4095}, std::uint64_t{12288}, kMax}) {
    EXPECT_THROW(Geometry(1 << 20, size), Failure) << size;
  }
}

TEST(Geometry, constructor__refuses_more_regions_than_can_be_named) {
  const std::uint64_t most = std::uint64_t{Geometry::kRegionCountMax} * 4096;
  EXPECT_EQ(Geometry(most, 4096).region_count(), Geometry::kRegionCountMax);
  EXPECT_THROW(Geometry(most + 1, 4096), Failure);
  EXPECT_EQ(Geometry(most + 1, 8192).region_count(), Geometry::kRegionCountMax / 2 + 1);
}

TEST(Geometry, contains__only_what_has_bytes_and_ends_within) {
  const Geometry geometry(10'000, 4096);
  EXPECT_TRUE(geometry.contains({0, 10'000}));
  EXPECT_TRUE(geometry.contains({9'999, 1}));
  EXPECT_FALSE(geometry.contains({0, 0}));
  EXPECT_FALSE(geometry.contains({9'999, 2}));
  EXPECT_FALSE(geometry.contains({10'000, 1}));
  EXPECT_FALSE(geometry.contains({1, kMax}));
  EXPECT_FALSE(geometry.contains({kMax, 2}));
}

TEST(Geometry, regions_of__are_those_whose_bytes_it_touches) {
  Generator generator(1);
  for (int i = 0; i < 100'000; ++i) {
    const Geometry geometry = generator.geometry();
    const Extent extent = generator.extent(geometry);
    ASSERT_TRUE(geometry.contains(extent));
    const RegionRange regions = geometry.regions_of(extent);
    const std::uint64_t size = geometry.region_size_bytes();
    ASSERT_GE(regions.count, 1U);
    ASSERT_EQ(regions.first, extent.offset_bytes / size);
    ASSERT_EQ(regions.first + regions.count - 1, (extent.end_bytes() - 1) / size);
    ASSERT_LE(regions.first + regions.count, geometry.region_count());
  }
}

TEST(Geometry, extent_of__is_whole_regions_and_the_short_last_one) {
  const Geometry geometry(10'000, 4096);
  EXPECT_EQ(geometry.extent_of({.first = 0, .count = 1}), (Extent{0, 4096}));
  EXPECT_EQ(geometry.extent_of({.first = 1, .count = 2}), (Extent{4096, 5904}));
  EXPECT_EQ(geometry.extent_of({.first = 2, .count = 1}), (Extent{8192, 1808}));
}

}  // namespace
}  // namespace memvol::observation
