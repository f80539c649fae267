// OffsetStream and LengthDraw: runs, gaps, mixtures of sequential and random, lengths.
#include "bench/offset_stream.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "goodness_of_fit.hpp"

namespace memvol::bench {
namespace {

constexpr std::uint64_t kSizeBytes = 1 << 20;

std::vector<OffsetStream::Place> places(const Pattern& pattern, int count,
                                        std::uint64_t size_bytes = kSizeBytes) {
  Random random(11);
  OffsetStream stream(pattern, Direction::kRead, 0, size_bytes, random);
  std::vector<OffsetStream::Place> taken;
  for (int at = 0; at < count; ++at) {
    taken.push_back(stream.next(random));
    EXPECT_GE(taken.back().length_bytes, pattern.block_sizes.read.min_bytes);
    EXPECT_LE(taken.back().offset_bytes + taken.back().length_bytes, size_bytes);
  }
  return taken;
}

std::vector<std::uint64_t> offsets(const Pattern& pattern, int count,
                                   std::uint64_t size_bytes = kSizeBytes) {
  std::vector<std::uint64_t> taken;
  for (const auto& place : places(pattern, count, size_bytes)) taken.push_back(place.offset_bytes);
  return taken;
}

TEST(OffsetStream, gap__is_left_between_operations_and_the_range_starts_over) {
  Pattern pattern;
  pattern.gap_bytes = 4096;
  EXPECT_EQ(offsets(pattern, 4, 5 * 4096), (std::vector<std::uint64_t>{0, 8192, 16'384, 0}));
}

TEST(OffsetStream, negative_gap__goes_down_from_the_end) {
  Pattern pattern;
  pattern.gap_bytes = -8192;
  EXPECT_EQ(offsets(pattern, 4, 3 * 4096 + 100), (std::vector<std::uint64_t>{8192, 4096, 0, 8192}));
}

TEST(OffsetStream, run__follows_on_its_random_start) {
  Pattern pattern;
  pattern.random = true;
  pattern.run_length = 4;
  const auto taken = offsets(pattern, 64 * 4);
  std::set<std::uint64_t> starts;
  for (std::size_t at = 0; at < taken.size(); at += 4) {
    starts.insert(taken[at]);
    for (std::size_t next = at + 1; next < at + 4; ++next) {
      // Except where the range ends.
      if (taken[next - 1] + 4096 < kSizeBytes) {
        EXPECT_EQ(taken[next], taken[next - 1] + 4096);
      }
    }
  }
  EXPECT_EQ(starts.size(), 64U);
}

TEST(OffsetStream, run_in_place__repeats_its_random_start) {
  Pattern pattern;
  pattern.random = true;
  pattern.run_length = 3;
  pattern.run_in_place = true;
  const auto taken = offsets(pattern, 30);
  for (std::size_t at = 0; at < taken.size(); ++at) EXPECT_EQ(taken[at], taken[at - at % 3]);
  EXPECT_EQ(std::set<std::uint64_t>(taken.begin(), taken.end()).size(), 10U);
}

class RandomPercent : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomPercent, others__follow_on_the_operation_before) {
  Pattern pattern;
  pattern.random = true;
  pattern.random_percent.read = GetParam();
  // So many blocks that a random one hardly ever follows by chance.
  const auto taken = offsets(pattern, 20'000, std::uint64_t{1} << 40);
  double following = 0;
  for (std::size_t at = 1; at < taken.size(); ++at) following += taken[at] == taken[at - 1] + 4096;
  EXPECT_NEAR(following, 20'000 * (1 - GetParam() / 100.0), 400);
}

INSTANTIATE_TEST_SUITE_P(Shares, RandomPercent, testing::Values(0, 20, 70, 100));

TEST(OffsetStream, independent__repeats_blocks_and_is_even) {
  Pattern pattern;
  pattern.random = true;
  pattern.each_once = false;
  std::vector<std::uint64_t> counts(256);
  for (const std::uint64_t offset : offsets(pattern, 100'000)) ++counts.at(offset / 4096);
  EXPECT_LT(chi_square_excess(counts, std::vector<double>(256, 100'000.0 / 256)), 5);
  EXPECT_GT(chi_square_excess(counts, std::vector<double>(256, 100'000.0 / 256)), -5);
}

TEST(OffsetStream, alignment__is_that_of_random_places_up_to_the_last_with_room) {
  Pattern pattern;
  pattern.random = true;
  pattern.align_bytes.read = 512;
  const auto taken = offsets(pattern, 20'000, 16'384);
  const std::set<std::uint64_t> hit(taken.begin(), taken.end());
  EXPECT_EQ(hit.size(), (16'384U - 4096) / 512 + 1);
  for (const std::uint64_t offset : hit) EXPECT_EQ(offset % 512, 0U);
}

TEST(OffsetStream, alignment_above_the_block__leaves_the_rest_out) {
  Pattern pattern;
  pattern.random = true;
  pattern.align_bytes.read = 65'536;
  for (const std::uint64_t offset : offsets(pattern, 1000)) EXPECT_EQ(offset % 65'536, 0U);
}

TEST(Lengths, range__has_all_multiples_of_the_smallest_alike) {
  Pattern pattern;
  pattern.block_sizes.read = {
      .min_bytes = 1024, .max_bytes = 4096, .unaligned = false, .split = {}};
  std::map<std::uint64_t, std::uint64_t> counts;
  for (const auto& place : places(pattern, 100'000, std::uint64_t{1} << 40)) {
    ++counts[place.length_bytes];
  }
  ASSERT_EQ(counts.size(), 4U);
  std::vector<std::uint64_t> hit;
  for (const auto& [length, count] : counts) {
    EXPECT_EQ(length % 1024, 0U);
    hit.push_back(count);
  }
  EXPECT_LT(chi_square_excess(hit, std::vector<double>(4, 25'000)), 5);
}

TEST(Lengths, unaligned_range__has_any_length) {
  Pattern pattern;
  pattern.block_sizes.read = {.min_bytes = 100, .max_bytes = 131, .unaligned = true, .split = {}};
  std::vector<std::uint64_t> counts(32);
  for (const auto& place : places(pattern, 100'000)) ++counts.at(place.length_bytes - 100);
  EXPECT_LT(chi_square_excess(counts, std::vector<double>(32, 100'000.0 / 32)), 5);
}

TEST(Lengths, split__has_its_weights) {
  Pattern pattern;
  pattern.block_sizes.read = {.min_bytes = 4096,
                              .max_bytes = 65'536,
                              .unaligned = false,
                              .split = {{.bytes = 4096, .weight = 10},
                                        {.bytes = 65'536, .weight = 50},
                                        {.bytes = 32'768, .weight = 40}}};
  std::map<std::uint64_t, std::uint64_t> counts;
  for (const auto& place : places(pattern, 100'000, std::uint64_t{1} << 40)) {
    ++counts[place.length_bytes];
  }
  EXPECT_LT(
      chi_square_excess({counts[4096], counts[65'536], counts[32'768]}, {10'000, 50'000, 40'000}),
      5);
}

TEST(Lengths, near_the_end__only_what_fits_is_taken) {
  Pattern pattern;
  pattern.random = true;
  pattern.block_sizes.read = {
      .min_bytes = 4096, .max_bytes = 16'384, .unaligned = false, .split = {}};
  // places() checks that each fits; here, that the last block is used at all.
  std::set<std::uint64_t> hit;
  for (const auto& place : places(pattern, 1000, 5 * 4096)) hit.insert(place.offset_bytes);
  EXPECT_EQ(hit.size(), 5U);
}

}  // namespace
}  // namespace memvol::bench
