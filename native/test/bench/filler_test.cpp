// What writes are filled with.
#include "bench/filler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "fill_pattern.hpp"

namespace memvol::bench {
namespace {

std::vector<std::byte> written_by(const Buffers& buffers, std::uint64_t number = 1) {
  std::vector<std::byte> block(65'536);
  Filler(buffers).fill(block, 4096, number);
  return block;
}

TEST(Filler, zeros_patterns_and_mixtures__are_as_asked) {
  EXPECT_EQ(written_by({.zeros = true, .refill = false, .pattern = {}, .compress_percent = 0}),
            std::vector<std::byte>(65'536));
  const auto pattern = pattern_of({1, 2, 3});
  const auto repeated =
      written_by({.zeros = false, .refill = false, .pattern = pattern, .compress_percent = 0});
  for (std::size_t at = 0; at < repeated.size(); ++at) {
    ASSERT_EQ(repeated[at], static_cast<std::byte>(1 + at % 3));
  }
  for (const std::uint32_t percent : {25U, 50U, 90U}) {
    const auto mixed =
        written_by({.zeros = false, .refill = false, .pattern = {}, .compress_percent = percent});
    for (std::size_t at = 0; at < mixed.size(); at += 512) {
      const auto zeros =
          std::count(mixed.begin() + static_cast<std::ptrdiff_t>(at),
                     mixed.begin() + static_cast<std::ptrdiff_t>(at + 512), std::byte{0});
      // Random bytes are zero one in 256 times.
      ASSERT_NEAR(static_cast<double>(zeros), 512.0 * percent / 100, 12);
    }
  }
}

TEST(Filler, number__decides_random_data) {
  const Buffers buffers{.zeros = false, .refill = true, .pattern = {}, .compress_percent = 0};
  EXPECT_TRUE(Filler(buffers).refills());
  EXPECT_EQ(written_by(buffers, 5), written_by(buffers, 5));
  EXPECT_NE(written_by(buffers, 5), written_by(buffers, 6));
}

}  // namespace
}  // namespace memvol::bench
