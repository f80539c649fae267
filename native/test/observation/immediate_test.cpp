#include "observation/immediate.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "generator.hpp"

namespace memvol::observation {
namespace {

TEST(ImmediateCodec, decode__gives_exactly_the_regions_that_were_encoded) {
  Generator generator(2);
  std::uint64_t encoded = 0;
  for (int i = 0; i < 200'000; ++i) {
    const Geometry geometry = generator.geometry();
    const ImmediateCodec codec(geometry);
    const Extent extent = generator.extent(geometry);
    const auto immediate = codec.encode(extent);
    ASSERT_EQ(immediate.has_value(), geometry.regions_of(extent).count <= codec.regions_max());
    if (!immediate) continue;
    ++encoded;
    const auto named = codec.decode(*immediate);
    ASSERT_TRUE(named);
    ASSERT_EQ(named->regions, geometry.regions_of(extent));
    const bool told = std::has_single_bit(extent.length_bytes) && extent.length_bytes < 1U << 31;
    ASSERT_EQ(named->length_bytes.has_value(), told);
    ASSERT_EQ(named->length_bytes.value_or(extent.length_bytes), extent.length_bytes);
  }
  EXPECT_GT(encoded, 20'000U);
}

TEST(ImmediateCodec, regions_max__is_what_the_volume_leaves_room_for) {
  const auto regions_max = [](std::uint64_t regions) {
    return ImmediateCodec(Geometry(regions * 4096, 4096)).regions_max();
  };
  EXPECT_EQ(regions_max(1), 1U << 27);
  EXPECT_EQ(regions_max(1U << 19), 256U);
  EXPECT_EQ(regions_max((1U << 19) + 1), 128U);
  EXPECT_EQ(regions_max(Geometry::kRegionCountMax), 8U);
}

TEST(ImmediateCodec, encode__names_as_many_as_it_can_and_no_more) {
  const Geometry geometry(std::uint64_t{1} << 36, 4096);
  const ImmediateCodec codec(geometry);
  ASSERT_EQ(codec.regions_max(), 8U);
  EXPECT_TRUE(codec.encode({.offset_bytes = 4096, .length_bytes = 8 * 4096}));
  EXPECT_FALSE(codec.encode({.offset_bytes = 4096, .length_bytes = 8 * 4096 + 1}));
  EXPECT_FALSE(codec.encode({.offset_bytes = 4095, .length_bytes = 8 * 4096}));
}

TEST(ImmediateCodec, decode__never_names_regions_that_are_not_there) {
  Generator generator(3);
  for (int i = 0; i < 300'000; ++i) {
    const Geometry geometry = generator.geometry();
    const auto named =
        ImmediateCodec(geometry).decode(static_cast<std::uint32_t>(generator.next()));
    if (!named) continue;
    ASSERT_GE(named->regions.count, 1U);
    ASSERT_LT(named->regions.first, geometry.region_count());
    ASSERT_LE(named->regions.count, geometry.region_count() - named->regions.first);
  }
}

TEST(ImmediateCodec, decode__nothing_just_past_the_end) {
  const Geometry geometry(std::uint64_t{5} * 4096, 4096);
  const ImmediateCodec codec(geometry);
  EXPECT_TRUE(codec.decode(4));
  EXPECT_FALSE(codec.decode(5));
  // Two regions from the last.
  EXPECT_FALSE(codec.decode((1U << 3) | 4));
}

}  // namespace
}  // namespace memvol::observation
