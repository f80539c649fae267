// The shapes of random_distribution against their theory, with fixed seeds.
#include "bench/distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "goodness_of_fit.hpp"

namespace memvol::bench {
namespace {

constexpr int kDraws = 1'000'000;
constexpr std::uint64_t kBlockBytes = 4096;

Distribution shaped(Shape shape, double parameter, std::optional<double> center = {}) {
  return {.shape = shape, .parameter = parameter, .center = center, .zones = {}};
}

std::vector<std::uint64_t> counts_of(const Distribution& distribution, std::uint64_t blocks,
                                     std::uint64_t seed = 1) {
  Random random(seed);
  const BlockDistribution drawn(distribution, blocks, kBlockBytes, random);
  std::vector<std::uint64_t> counts(blocks);
  for (int draw = 0; draw < kDraws; ++draw) ++counts.at(drawn.draw(random));
  return counts;
}

// As the ranks are scattered, they are told by how often they are hit.
std::vector<std::uint64_t> by_rank(std::vector<std::uint64_t> counts) {
  std::sort(counts.rbegin(), counts.rend());
  return counts;
}

std::vector<double> expectations(std::uint64_t blocks, const std::function<double(double)>& weigh) {
  std::vector<double> expected(blocks);
  for (std::uint64_t rank = 0; rank < blocks; ++rank) {
    expected[rank] = weigh(static_cast<double>(rank + 1));
  }
  const double total = std::accumulate(expected.begin(), expected.end(), 0.0);
  for (double& each : expected) each *= kDraws / total;
  return expected;
}

class ZipfOf : public testing::TestWithParam<double> {};

// 100 blocks: all ranks exact, and so far apart that counts do not change their order by chance.
TEST_P(ZipfOf, few_blocks__are_hit_as_by_theory) {
  const double theta = GetParam();
  Random random(7);
  const BlockDistribution drawn(shaped(Shape::kZipf, theta, 0.0), 100, kBlockBytes, random);
  Random of_scatter(7);
  const Permutation scatter(100, of_scatter);
  std::vector<std::uint64_t> rank_at(100);
  for (std::uint64_t rank = 0; rank < 100; ++rank) {
    rank_at[(scatter(rank) + 100 - scatter(0)) % 100] = rank;
  }
  std::vector<std::uint64_t> counts(100);
  for (int draw = 0; draw < kDraws; ++draw) ++counts[rank_at[drawn.draw(random)]];
  const auto expected = expectations(100, [&](double rank) { return std::pow(rank, -theta); });
  EXPECT_LT(chi_square_excess(counts, expected), 5);
}

// Beyond the exact ranks: shares of the hits below a rank, by the sum over all.
TEST_P(ZipfOf, many_blocks__share_the_hits_as_by_theory) {
  const double theta = GetParam();
  constexpr std::uint64_t kBlocks = 1'000'000;
  const auto counts = by_rank(counts_of(shaped(Shape::kZipf, theta), kBlocks));
  const auto expected = expectations(kBlocks, [&](double rank) { return std::pow(rank, -theta); });
  for (const std::size_t ranks : {1U, 10U, 100U}) {
    const auto hits = std::accumulate(counts.begin(), counts.begin() + ranks, 0.0);
    const auto wanted = std::accumulate(expected.begin(), expected.begin() + ranks, 0.0);
    EXPECT_NEAR(hits, wanted, 5 * std::sqrt(wanted) + 0.002 * wanted) << ranks;
  }
}

INSTANTIATE_TEST_SUITE_P(Thetas, ZipfOf, testing::Values(0.5, 0.9, 1.1, 1.2, 2.0));

TEST(Sampler, zipf_beyond_the_exact_ranks__has_the_theory_s_distribution) {
  constexpr std::uint64_t kBlocks = 100'000;
  constexpr double kTheta = 0.8;
  Random random(3);
  const BlockDistribution drawn(shaped(Shape::kZipf, kTheta, 0.0), kBlocks, kBlockBytes, random);
  Random of_scatter(3);
  const Permutation scatter(kBlocks, of_scatter);
  std::vector<std::uint64_t> rank_at(kBlocks);
  for (std::uint64_t rank = 0; rank < kBlocks; ++rank) {
    rank_at[(scatter(rank) + kBlocks - scatter(0)) % kBlocks] = rank;
  }
  std::vector<std::uint64_t> counts(kBlocks);
  for (int draw = 0; draw < kDraws; ++draw) ++counts[rank_at[drawn.draw(random)]];
  std::vector<double> below(kBlocks + 1);
  for (std::uint64_t rank = 0; rank < kBlocks; ++rank) {
    below[rank + 1] = below[rank] + std::pow(static_cast<double>(rank + 1), -kTheta);
  }
  EXPECT_LT(
      kolmogorov_smirnov(counts, [&](std::uint64_t rank) { return below[rank] / below[kBlocks]; }),
      2.3);
}

class ParetoOf : public testing::TestWithParam<double> {};

TEST_P(ParetoOf, hits__share_the_blocks_as_asked) {
  const double h = GetParam();
  constexpr std::uint64_t kBlocks = 1000;
  const auto counts = by_rank(counts_of(shaped(Shape::kPareto, h), kBlocks));
  const auto share = static_cast<std::ptrdiff_t>(h * kBlocks);
  const double hits = std::accumulate(counts.begin(), counts.begin() + share, 0.0) / kDraws;
  // 80 % of the hits on 20 % of the blocks.
  EXPECT_NEAR(hits, 1 - h, 0.01);
}

INSTANTIATE_TEST_SUITE_P(Powers, ParetoOf, testing::Values(0.1, 0.2, 0.3));

TEST(Normal, blocks__are_hit_as_by_theory) {
  constexpr std::uint64_t kBlocks = 50'000;
  for (const double center : {0.5, 0.25, 0.0}) {
    for (const double percent : {5.0, 20.0}) {
      const auto counts = counts_of(shaped(Shape::kNormal, percent, center), kBlocks);
      const auto below = [&](double block) {
        const double distance = (block / kBlocks - center) / (percent / 100);
        return 0.5 * std::erfc(-distance / std::sqrt(2));
      };
      const double inside = below(kBlocks) - below(0);
      EXPECT_LT(kolmogorov_smirnov(counts,
                                   [&](std::uint64_t block) {
                                     return (below(static_cast<double>(block)) - below(0)) / inside;
                                   }),
                2.3)
          << center << ' ' << percent;
    }
  }
}

TEST(Normal, without_a_deviation__has_the_mean_of_twelve_draws) {
  constexpr std::uint64_t kBlocks = 12'000;
  const auto counts = counts_of(shaped(Shape::kNormal, 0), kBlocks);
  double mean = 0;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    mean += static_cast<double>(block * counts[block]) / kDraws;
  }
  double variance = 0;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    const double distance = static_cast<double>(block) - mean;
    variance += distance * distance * static_cast<double>(counts[block]) / kDraws;
  }
  EXPECT_NEAR(mean, 6000, 10);
  EXPECT_NEAR(std::sqrt(variance), 1000, 10);
}

TEST(Zones, each__has_its_share_evenly_inside) {
  constexpr std::uint64_t kBlocks = 1000;
  const Distribution zoned{.shape = Shape::kZones,
                           .parameter = 0,
                           .center = {},
                           .zones = {{.end_bytes = 100 * kBlockBytes, .weight = 60},
                                     {.end_bytes = 300 * kBlockBytes, .weight = 30},
                                     {.end_bytes = 600 * kBlockBytes, .weight = 0},
                                     {.end_bytes = 1000 * kBlockBytes, .weight = 10}}};
  const auto counts = counts_of(zoned, kBlocks);
  std::vector<std::uint64_t> hit;
  std::vector<double> expected;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    if (block >= 300 && block < 600) {
      EXPECT_EQ(counts[block], 0U);
      continue;
    }
    hit.push_back(counts[block]);
    const double share = block < 100 ? 0.6 / 100 : block < 300 ? 0.3 / 200 : 0.1 / 400;
    expected.push_back(share * kDraws);
  }
  EXPECT_LT(chi_square_excess(hit, expected), 5);
}

TEST(Center, likeliest_block__is_there) {
  for (const double center : {0.0, 0.25, 1.0}) {
    const auto counts = counts_of(shaped(Shape::kZipf, 1.2, center), 1001);
    const auto most = std::max_element(counts.begin(), counts.end()) - counts.begin();
    EXPECT_EQ(most, static_cast<std::ptrdiff_t>(center * 1000));
  }
}

TEST(Scatter, hot_blocks__are_not_neighbours_and_the_seed_decides_them) {
  const auto first = counts_of(shaped(Shape::kZipf, 1.2), 10'000, 1);
  EXPECT_EQ(first, counts_of(shaped(Shape::kZipf, 1.2), 10'000, 1));
  EXPECT_NE(first, counts_of(shaped(Shape::kZipf, 1.2), 10'000, 2));
  std::vector<std::size_t> places(10'000);
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::sort(places.begin(), places.end(),
            [&](std::size_t a, std::size_t b) { return first[a] > first[b]; });
  std::sort(places.begin(), places.begin() + 100);
  // A hundred hot blocks over ten thousand: neighbours by chance alone.
  int neighbours = 0;
  for (std::size_t at = 1; at < 100; ++at) neighbours += places[at] == places[at - 1] + 1;
  EXPECT_LT(neighbours, 8);
}

TEST(Shapes, one_block_or_a_huge_range__stay_in_range) {
  for (const Shape shape : {Shape::kUniform, Shape::kZipf, Shape::kPareto, Shape::kNormal}) {
    for (const std::uint64_t blocks :
         {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, std::uint64_t{1} << 50}) {
      Random random(5);
      const BlockDistribution drawn(shaped(shape, shape == Shape::kPareto ? 0.2 : 1.2), blocks,
                                    kBlockBytes, random);
      for (int draw = 0; draw < 10'000; ++draw) ASSERT_LT(drawn.draw(random), blocks);
    }
  }
}

TEST(SegmentSampler, weights__are_kept_whatever_their_number) {
  for (const std::size_t segments : {1U, 2U, 3U, 5U, 64U, 257U}) {
    std::vector<Segment> given;
    std::vector<double> expected;
    double total = 0;
    for (std::size_t at = 0; at < segments; ++at) {
      const auto weight = static_cast<double>(1 + at % 7);
      given.push_back({.first = at, .count = 1, .weight = weight});
      total += weight;
    }
    for (const Segment& segment : given) expected.push_back(segment.weight / total * kDraws);
    const SegmentSampler sampler(given);
    Random random(9);
    std::vector<std::uint64_t> counts(segments);
    for (int draw = 0; draw < kDraws; ++draw) ++counts.at(sampler.draw(random));
    if (segments > 1) {
      EXPECT_LT(chi_square_excess(counts, expected), 5) << segments;
    }
  }
}

}  // namespace
}  // namespace memvol::bench
