#include "observer/traffic_meter.hpp"

#include <gtest/gtest.h>

namespace memvol::observer {
namespace {

using std::chrono::milliseconds;

constexpr Clock::time_point at(int ms) {
  return Clock::time_point(std::chrono::hours(1) + milliseconds(ms));
}

TEST(TypeMeter, statistics__rate_is_of_the_last_whole_second) {
  TypeMeter meter;
  meter.count(1, 100, at(0));
  meter.count(2, 200, at(999));
  EXPECT_EQ(meter.statistics(at(999)).operations_per_second, 0U);
  EXPECT_EQ(meter.statistics(at(1000)).operations_per_second, 3U);
  EXPECT_EQ(meter.statistics(at(1999)).bytes_per_second, 300U);
  EXPECT_EQ(meter.statistics(at(2000)).operations_per_second, 0U);
  meter.count(5, 50, at(1500));
  EXPECT_EQ(meter.statistics(at(1500)).operations_per_second, 3U);
  EXPECT_EQ(meter.statistics(at(2500)).operations_per_second, 5U);
  meter.count(1, 1, at(9000));
  EXPECT_EQ(meter.statistics(at(9000)).operations_per_second, 0U);
}

TEST(TypeMeter, statistics__sizes_are_in_powers_of_two) {
  TypeMeter meter;
  meter.count(1, 0, at(0));
  meter.count(1, 1, at(0));
  meter.count(1, 4095, at(0));
  meter.count(1, 4096, at(0));
  meter.count(1, std::uint64_t{1} << 40, at(0));
  const auto sizes = meter.statistics(at(0)).sizes;
  EXPECT_EQ(sizes[0], 2U);
  EXPECT_EQ(sizes[11], 1U);
  EXPECT_EQ(sizes[12], 1U);
  EXPECT_EQ(sizes[kSizeBucketCount - 1], 1U);
}

TEST(TypeMeter, add__is_as_if_one_had_seen_it_all) {
  TypeMeter early;
  TypeMeter late;
  TypeMeter both;
  const auto count = [&](TypeMeter& meter, int ms) {
    meter.count(1, 10, at(ms));
    both.count(1, 10, at(ms));
  };
  count(early, 500);
  count(early, 1500);
  count(late, 1600);
  count(late, 2500);
  TypeMeter forward = early;
  forward.add(late);
  TypeMeter backward = late;
  backward.add(early);
  for (const int now : {2500, 3000, 4000}) {
    const auto expected = both.statistics(at(now));
    for (const auto& sum : {forward.statistics(at(now)), backward.statistics(at(now))}) {
      EXPECT_EQ(sum.operations, expected.operations);
      EXPECT_EQ(sum.bytes, expected.bytes);
      EXPECT_EQ(sum.sizes, expected.sizes);
      EXPECT_EQ(sum.operations_per_second, expected.operations_per_second) << now;
      EXPECT_EQ(sum.bytes_per_second, expected.bytes_per_second) << now;
    }
  }
}

}  // namespace
}  // namespace memvol::observer
