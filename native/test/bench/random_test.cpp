// Random numbers and permutations: reproducible, in range, complete.
#include "bench/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "bench/permutation.hpp"

namespace memvol::bench {
namespace {

TEST(SplitMix64, sequence__is_the_published_one) {
  // First outputs for seed 1234567, from the algorithm's widely used test vector.
  SplitMix64 random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(Random, seed__decides_the_sequence) {
  Random first(5);
  Random same(5);
  Random other(6);
  bool differs = false;
  for (int draw = 0; draw < 100; ++draw) {
    const std::uint64_t value = first.next();
    EXPECT_EQ(value, same.next());
    differs |= value != other.next();
  }
  EXPECT_TRUE(differs);
}

TEST(Random, below__is_even_over_the_range) {
  Random random(9);
  constexpr int kDraws = 100'000;
  std::array<int, 10> counts{};
  for (int draw = 0; draw < kDraws; ++draw) ++counts.at(random.below(10));
  // Five standard deviations of a binomial distribution.
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 10, 5 * std::sqrt(kDraws * 0.09));
}

class PermutationOf : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PermutationOf, range__is_hit_exactly_once) {
  Random random(GetParam());
  const Permutation permutation(GetParam(), random);
  std::vector<bool> hit(GetParam());
  for (std::uint64_t index = 0; index < GetParam(); ++index) {
    const std::uint64_t target = permutation(index);
    ASSERT_LT(target, GetParam());
    ASSERT_FALSE(hit[target]);
    hit[target] = true;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, PermutationOf,
                         testing::Values(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 100, 255, 256, 257,
                                         1000, 4095, 4096, 4097, 65'537, 100'003));

TEST(Permutation, keys__give_another_order_each_time) {
  Random random(1);
  const Permutation first(1000, random);
  const Permutation second(1000, random);
  int same = 0;
  for (std::uint64_t index = 0; index < 1000; ++index) same += first(index) == second(index);
  EXPECT_LT(same, 20);
}

TEST(Permutation, order__is_not_sequential) {
  Random random(1);
  const Permutation permutation(1 << 16, random);
  int neighbours = 0;
  double distance = 0;
  for (std::uint64_t index = 1; index < (1 << 16); ++index) {
    const auto from = static_cast<double>(permutation(index - 1));
    const auto to = static_cast<double>(permutation(index));
    neighbours += to == from + 1;
    distance += std::abs(to - from);
  }
  EXPECT_LT(neighbours, 20);
  // Two independent places are a third of the range apart on average.
  EXPECT_NEAR(distance / (1 << 16) / (1 << 16), 1.0 / 3, 0.02);
}

TEST(Permutation, largest_range__stays_in_range) {
  constexpr std::uint64_t kSize = (std::uint64_t{1} << 63) + 12'345;
  Random random(4);
  const Permutation permutation(kSize, random);
  for (std::uint64_t index = 0; index < 1000; ++index) EXPECT_LT(permutation(index), kSize);
}

}  // namespace
}  // namespace memvol::bench
