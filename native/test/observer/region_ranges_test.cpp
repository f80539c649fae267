#include "observer/region_ranges.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace memvol::observer {
namespace {

using observation::RegionRange;

TEST(RegionRanges, constructor__covers_the_union_in_order) {
  std::mt19937_64 random(12);
  for (int round = 0; round < 2000; ++round) {
    std::vector<RegionRange> given;
    std::set<std::uint32_t> expected;
    for (std::uint64_t i = random() % 12; i > 0; --i) {
      const RegionRange range{.first = static_cast<std::uint32_t>(random() % 100),
                              .count = static_cast<std::uint32_t>(random() % 8)};
      given.push_back(range);
      for (std::uint32_t j = 0; j < range.count; ++j) expected.insert(range.first + j);
    }
    const RegionRanges ranges(given);
    std::set<std::uint32_t> covered;
    std::uint32_t end = 0;
    for (const RegionRange& range : ranges.ranges()) {
      ASSERT_TRUE(covered.empty() || range.first > end);
      end = range.first + range.count;
      for (std::uint32_t j = 0; j < range.count; ++j) covered.insert(range.first + j);
    }
    ASSERT_EQ(covered, expected);
    for (std::uint32_t region = 0; region < 110; ++region) {
      ASSERT_EQ(ranges.contains(region), expected.contains(region)) << region;
    }
  }
}

TEST(RegionRanges, append__merges_with_the_last) {
  RegionRanges ranges;
  for (const std::uint32_t region : {3U, 4U, 4U, 6U}) ranges.append(region);
  ASSERT_EQ(ranges.ranges().size(), 2U);
  EXPECT_EQ(ranges.ranges()[0], (RegionRange{3, 2}));
  EXPECT_EQ(ranges.ranges()[1], (RegionRange{6, 1}));
}

TEST(RegionRanges, meets__when_a_region_is_in_both) {
  const RegionRanges ranges({{10, 5}, {20, 5}});
  EXPECT_TRUE(ranges.meets({14, 1}));
  EXPECT_TRUE(ranges.meets({0, 100}));
  EXPECT_TRUE(ranges.meets({15, 6}));
  EXPECT_FALSE(ranges.meets({15, 5}));
  EXPECT_FALSE(ranges.meets({0, 10}));
  EXPECT_FALSE(ranges.meets({25, 10}));
}

}  // namespace
}  // namespace memvol::observer
