// Histogram, LatencyCounts: against sorted lists of the values recorded.
#include "bench/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <vector>

#include "bench/latency_counts.hpp"
#include "bench/random.hpp"

namespace memvol::bench {
namespace {

// Latencies over many octaves, each octave as likely as another.
std::vector<std::uint64_t> spread_values(std::size_t count, unsigned bits, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::uint64_t> values(count);
  for (std::uint64_t& value : values) value = random.next() >> (64 - 1 - random.below(bits));
  return values;
}

LatencyCounts counts_of(const Histogram& histogram) {
  LatencyCounts counts;
  counts.add(histogram);
  return counts;
}

// The value at a rank: the smallest that at least this share of all are not above.
std::uint64_t sorted_percentile(const std::vector<std::uint64_t>& sorted, double percentile) {
  const double rank = std::ceil(percentile / 100.0 * static_cast<double>(sorted.size()) - 1e-9);
  return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

TEST(HistogramLayout, buckets__are_contiguous_and_within_a_thousandth) {
  for (std::size_t index = 0; index < layout::kCountsLength; ++index) {
    const std::uint64_t lowest = layout::lowest_value(index);
    const std::uint64_t highest = layout::highest_value(index);
    ASSERT_EQ(layout::index_of(lowest), index);
    ASSERT_EQ(layout::index_of(highest), index);
    ASSERT_LE(static_cast<double>(highest - lowest), static_cast<double>(lowest) / 1000.0);
    if (index > 0) {
      ASSERT_EQ(lowest, layout::highest_value(index - 1) + 1);
    }
  }
}

TEST(Histogram, percentile__equals_sorted_list) {
  std::vector<std::uint64_t> values = spread_values(20'011, 40, 7);
  Histogram histogram;
  for (const std::uint64_t value : values) histogram.record(value);
  std::sort(values.begin(), values.end());
  const LatencyCounts counts = counts_of(histogram);
  for (const double percentile : {0.001, 1.0, 10.0, 50.0, 90.0, 99.0, 99.9, 99.99, 100.0}) {
    const std::uint64_t exact = sorted_percentile(values, percentile);
    EXPECT_EQ(counts.value_at_percentile(percentile),
              layout::highest_value(layout::index_of(exact)))
        << percentile;
  }
}

TEST(Histogram, percentile__of_rounded_rank_skips_no_count) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 1000; ++value) histogram.record(value);
  const LatencyCounts counts = counts_of(histogram);
  EXPECT_EQ(counts.value_at_percentile(0), 1U);
  // 99.9 / 100 * 1000 is a little more than 999 in floating point.
  EXPECT_EQ(counts.value_at_percentile(99.9), 999U);
  EXPECT_EQ(counts.value_at_percentile(29), 290U);
  EXPECT_EQ(counts.value_at_percentile(100), 1000U);
}

TEST(Histogram, percentile__of_nothing_is_zero) {
  EXPECT_EQ(counts_of(Histogram()).value_at_percentile(99), 0U);
  EXPECT_EQ(counts_of(Histogram()).max_ns(), 0U);
  EXPECT_EQ(Histogram().moments().count, 0U);
}

TEST(Histogram, moments__equal_direct_computation) {
  const std::vector<std::uint64_t> values = spread_values(5000, 36, 3);
  Histogram histogram;
  long double sum = 0;
  for (const std::uint64_t value : values) {
    histogram.record(value);
    sum += static_cast<long double>(value);
  }
  const long double mean = sum / static_cast<long double>(values.size());
  long double squares = 0;
  for (const std::uint64_t value : values) {
    const long double distance = static_cast<long double>(value) - mean;
    squares += distance * distance;
  }
  const auto stddev =
      static_cast<double>(std::sqrt(squares / static_cast<long double>(values.size() - 1)));
  const Moments moments = histogram.moments();
  EXPECT_EQ(moments.count, values.size());
  EXPECT_EQ(moments.min_ns, *std::min_element(values.begin(), values.end()));
  EXPECT_EQ(moments.max_ns, *std::max_element(values.begin(), values.end()));
  EXPECT_NEAR(moments.mean_ns, static_cast<double>(mean), 1e-12 * static_cast<double>(mean));
  EXPECT_NEAR(moments.stddev_ns, stddev, 1e-9 * stddev);
}

TEST(Histogram, stddev__keeps_digits_where_values_are_large_and_close) {
  Histogram histogram;
  for (int pair = 0; pair < 500; ++pair) {
    histogram.record(1'000'000'000'000);
    histogram.record(1'000'000'000'002);
  }
  EXPECT_NEAR(histogram.moments().stddev_ns, std::sqrt(1000.0 / 999.0), 1e-9);
}

TEST(Histogram, value_above_range__counts_in_last_bucket_and_stays_exact_in_max) {
  Histogram histogram;
  const std::uint64_t value = layout::kHighestTrackable + 12'345;
  histogram.record(value);
  const LatencyCounts counts = counts_of(histogram);
  EXPECT_EQ(counts.max_ns(), value);
  EXPECT_EQ(counts.count(), 1U);
  EXPECT_EQ(counts.counts().back(), 1U);
  EXPECT_EQ(counts.value_at_percentile(50), layout::kHighestTrackable);
  EXPECT_EQ(histogram.moments().max_ns, value);
}

TEST(LatencyCounts, since__holds_only_what_came_later) {
  Histogram histogram;
  histogram.record(1'000'000);
  const LatencyCounts earlier = counts_of(histogram);
  histogram.record(10);
  histogram.record(5000);
  const LatencyCounts difference = counts_of(histogram).since(earlier);
  EXPECT_EQ(difference.count(), 2U);
  EXPECT_EQ(difference.value_at_percentile(50), 10U);
  EXPECT_EQ(difference.max_ns(), layout::highest_value(layout::index_of(5000)));
}

TEST(LatencyCounts, add__merges_as_if_one_had_recorded_all) {
  Histogram first;
  Histogram second;
  Histogram all;
  for (const std::uint64_t value : spread_values(1000, 30, 5)) {
    (value % 3 == 0 ? first : second).record(value);
    all.record(value);
  }
  LatencyCounts merged;
  merged.add(first);
  merged.add(second);
  const LatencyCounts direct = counts_of(all);
  EXPECT_TRUE(std::ranges::equal(merged.counts(), direct.counts()));
  EXPECT_EQ(merged.count(), direct.count());
  EXPECT_EQ(merged.max_ns(), direct.max_ns());
}

TEST(Histogram, reader__sees_growing_counts_while_the_writer_records) {
  constexpr std::uint64_t kRecords = 300'000;
  Histogram histogram;
  std::jthread writer([&histogram] {
    Random random(1);
    for (std::uint64_t record = 0; record < kRecords; ++record) {
      histogram.record(random.below(1'000'000));
    }
  });
  std::uint64_t seen = 0;
  while (seen < kRecords) {
    const LatencyCounts counts = counts_of(histogram);
    ASSERT_GE(counts.count(), seen);
    ASSERT_LE(counts.count(), kRecords);
    ASSERT_LT(counts.max_ns(), 1'000'000U);
    seen = counts.count();
    if (seen < kRecords) std::this_thread::yield();
  }
}

}  // namespace
}  // namespace memvol::bench
