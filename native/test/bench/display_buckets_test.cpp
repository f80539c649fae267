// Display buckets: their borders, and that every count lands in one.
#include "bench/display_buckets.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "bench/random.hpp"

namespace memvol::bench {
namespace {

// The border as the contract words it: linear steps inside each power of two.
std::uint64_t lower_border(std::size_t bucket) {
  const std::uint64_t octave = std::uint64_t{1}
                               << (kBucketFirstExponent + bucket / kBucketsPerOctave);
  return octave + octave / kBucketsPerOctave * (bucket % kBucketsPerOctave);
}

TEST(DisplayBuckets, borders__are_eight_equal_steps_an_octave) {
  for (std::size_t bucket = 1; bucket < kBucketCount; ++bucket) {
    EXPECT_EQ(display_bucket_of(lower_border(bucket)), bucket);
    EXPECT_EQ(display_bucket_of(lower_border(bucket) - 1), bucket - 1);
  }
}

TEST(DisplayBuckets, first_and_last__hold_everything_beyond) {
  EXPECT_EQ(display_bucket_of(0), 0U);
  EXPECT_EQ(display_bucket_of(255), 0U);
  EXPECT_EQ(display_bucket_of(layout::kHighestTrackable), kBucketCount - 1);
}

TEST(DisplayBuckets, counts__equal_those_of_the_values_themselves) {
  Random random(2);
  Histogram histogram;
  DisplayBuckets expected{};
  for (int record = 0; record < 20'000; ++record) {
    const std::uint64_t value = random.next() >> (22 + random.below(42));
    histogram.record(value);
    ++expected[display_bucket_of(value)];
  }
  LatencyCounts counts;
  counts.add(histogram);
  EXPECT_EQ(to_display_buckets(counts), expected);
}

}  // namespace
}  // namespace memvol::bench
