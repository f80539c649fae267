#include "atomics/words.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <latch>
#include <thread>
#include <vector>

#include "base/little_endian.hpp"

namespace memvol::atomics {
namespace {

constexpr std::uint64_t kMax = ~std::uint64_t{0};

class WordsTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kBytes = 256;

  std::span<std::byte> volume() { return std::as_writable_bytes(std::span(words_)); }
  Words range(std::uint64_t offset, std::uint64_t length) { return {volume(), offset, length}; }
  Words all() { return range(0, kBytes); }

  alignas(kWordBytes) std::array<std::uint64_t, kBytes / kWordBytes> words_{};
};

TEST_F(WordsTest, fetch_add__adds_modulo_two_to_the_64th_and_tells_the_old_value) {
  words_[1] = kMax - 1;
  auto words = all();
  const auto add = [&](std::uint64_t delta) {
    return words.execute({.kind = Kind::kFetchAdd, .offset_bytes = 8, .operand = delta});
  };
  EXPECT_EQ(add(3).old_value, kMax - 1);
  EXPECT_EQ(words_[1], 1U);
  EXPECT_EQ(add(kMax - 1).old_value, 1U);
  EXPECT_EQ(words_[1], kMax);
  EXPECT_TRUE(add(1).changed);
  EXPECT_FALSE(add(0).changed);
  EXPECT_EQ(words_[0], 0U);
  EXPECT_EQ(words_[2], 0U);
}

TEST_F(WordsTest, compare_swap__swaps_only_what_was_expected) {
  words_[2] = 7;
  auto words = all();
  const auto swap = [&](std::uint64_t expected, std::uint64_t desired) {
    return words.execute(
        {.kind = Kind::kCompareSwap, .offset_bytes = 16, .operand = desired, .expected = expected});
  };
  const auto missed = swap(8, 9);
  EXPECT_EQ(missed.old_value, 7U);
  EXPECT_FALSE(missed.changed);
  EXPECT_EQ(words_[2], 7U);
  const auto swapped = swap(7, kMax);
  EXPECT_EQ(swapped.old_value, 7U);
  EXPECT_TRUE(swapped.changed);
  EXPECT_EQ(words_[2], kMax);
  EXPECT_FALSE(swap(kMax, kMax).changed);
}

TEST_F(WordsTest, word__is_little_endian_in_memory) {
  put_little_endian(&volume()[24], std::uint64_t{0x00000000ffffffff});
  auto words = all();
  const Operation increment{.kind = Kind::kFetchAdd, .offset_bytes = 24, .operand = 1};
  EXPECT_EQ(words.execute(increment).old_value, 0xffffffffU);
  EXPECT_EQ(get_little_endian<std::uint64_t>(&volume()[24]), 0x100000000U);
  EXPECT_EQ(volume()[28], std::byte{1});
}

TEST_F(WordsTest, outside_of_the_range__nothing_is_done) {
  auto words = range(64, 64);
  for (const std::uint64_t offset :
       {std::uint64_t{57}, std::uint64_t{60}, std::uint64_t{63}, std::uint64_t{64},
        std::uint64_t{72}, kMax - 63, kMax - 7, kMax, std::uint64_t{1} << 63}) {
    const auto result =
        words.execute({.kind = Kind::kFetchAdd, .offset_bytes = offset, .operand = 1});
    EXPECT_EQ(result.outcome, Outcome::kOutOfRange) << offset;
    EXPECT_FALSE(result.changed);
  }
  for (const auto word : words_) EXPECT_EQ(word, 0U);
  EXPECT_EQ(words.execute({.offset_bytes = 56, .operand = 1}).outcome, Outcome::kDone);
  EXPECT_EQ(words_[15], 1U);
}

TEST_F(WordsTest, range_shorter_than_a_word__has_none) {
  for (std::uint64_t length = 1; length < kWordBytes; ++length) {
    EXPECT_EQ(check_place(0, 0, length), Outcome::kOutOfRange);
  }
  EXPECT_EQ(check_place(0, 0, kWordBytes), Outcome::kDone);
}

TEST_F(WordsTest, alignment__is_that_of_the_volume_and_not_of_the_range) {
  auto words = range(4, 64);
  for (std::uint64_t offset = 0; offset < 16; ++offset) {
    const auto result = words.execute({.offset_bytes = offset, .operand = 1});
    const auto expected = (offset + 4) % kWordBytes == 0 ? Outcome::kDone : Outcome::kMisaligned;
    EXPECT_EQ(result.outcome, expected) << offset;
  }
  EXPECT_EQ(words_[1], 1U);
  EXPECT_EQ(words_[2], 1U);
  EXPECT_EQ(words_[0], 0U);
}

TEST_F(WordsTest, several_threads__lose_no_addition) {
  constexpr std::uint64_t kThreads = 4;
  // Long enough that they are interrupted in the middle of one, even by turns on one core.
  constexpr std::uint64_t kAdditions = 1'000'000;
  std::latch all_there(kThreads);
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      auto words = all();
      all_there.arrive_and_wait();
      for (std::uint64_t n = 0; n < kAdditions; ++n) words.execute({.operand = 3});
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(words_[0], kThreads * kAdditions * 3);
}

}  // namespace
}  // namespace memvol::atomics
