// HeatMap: columns, and that there are never too many.
#include "bench/heat_map.hpp"

#include <gtest/gtest.h>

namespace memvol::bench {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

ByDirection<DisplayBuckets> reads_in(std::size_t bucket, std::uint64_t count) {
  ByDirection<DisplayBuckets> buckets{};
  buckets.read[bucket] = count;
  return buckets;
}

std::uint64_t sum_of(const HeatMap& map) {
  std::uint64_t sum = 0;
  for (const HeatColumn& column : map.columns()) {
    for (const HeatCell& cell : column.cells.read) sum += cell.count;
  }
  return sum;
}

TEST(HeatMap, few_intervals__have_a_column_each) {
  HeatMap map;
  map.add(1 * kSecond, kSecond, reads_in(7, 3));
  map.add(2 * kSecond, kSecond, reads_in(9, 4));
  ASSERT_EQ(map.columns().size(), 2U);
  const HeatColumn& column = map.columns()[1];
  EXPECT_EQ(column.end_ns, 2 * kSecond);
  EXPECT_EQ(column.length_ns, kSecond);
  ASSERT_EQ(column.cells.read.size(), 1U);
  EXPECT_EQ(column.cells.read[0].bucket, 9U);
  EXPECT_EQ(column.cells.read[0].count, 4U);
  EXPECT_TRUE(column.cells.write.empty());
}

TEST(HeatMap, any_number_of_intervals__is_bounded_and_loses_nothing) {
  HeatMap map;
  for (std::uint64_t interval = 1; interval <= 5000; ++interval) {
    map.add(interval * kSecond, kSecond, reads_in(interval % 3, 1));
    ASSERT_LE(map.columns().size(), HeatMap::kColumnsMax);
    ASSERT_EQ(sum_of(map), interval);
    std::uint64_t end_ns = 0;
    for (const HeatColumn& column : map.columns()) {
      ASSERT_EQ(column.end_ns - column.length_ns, end_ns);
      end_ns = column.end_ns;
    }
    ASSERT_EQ(end_ns, interval * kSecond);
  }
  // Not thinner than it must be.
  EXPECT_GT(map.columns().size(), HeatMap::kColumnsMax / 2);
}

TEST(HeatMap, columns_that_became_one__have_the_sums_of_their_buckets) {
  HeatMap map;
  for (std::uint64_t interval = 1; interval <= HeatMap::kColumnsMax + 1; ++interval) {
    map.add(interval * kSecond, kSecond, reads_in(interval % 2, interval));
  }
  const HeatColumn& first = map.columns().front();
  EXPECT_EQ(first.length_ns, 2 * kSecond);
  ASSERT_EQ(first.cells.read.size(), 2U);
  EXPECT_EQ(first.cells.read[0].bucket, 0U);
  EXPECT_EQ(first.cells.read[0].count, 2U);
  EXPECT_EQ(first.cells.read[1].count, 1U);
}

}  // namespace
}  // namespace memvol::bench
