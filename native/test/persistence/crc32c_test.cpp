#include "persistence/crc32c.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string_view>
#include <vector>

namespace memvol::persistence {

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// RFC 3720, B.4, and the usual check value.
TEST(Crc32c, known_values__are_what_they_should_be) {
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
  EXPECT_EQ(crc32c(std::vector<std::byte>(32)), 0x8a9136aaU);
  EXPECT_EQ(crc32c(std::vector<std::byte>(32, std::byte{0xff})), 0x62a8ab43U);
  EXPECT_EQ(crc32c({}), 0U);
}

TEST(Crc32c, table_and_instruction__agree_at_each_length_and_alignment) {
  std::mt19937_64 random(7);
  std::vector<std::byte> bytes(300);
  for (auto& byte : bytes) byte = static_cast<std::byte>(random());
  for (std::size_t from = 0; from < 9; ++from) {
    for (std::size_t length = 0; from + length <= bytes.size(); ++length) {
      const auto part = std::span(bytes).subspan(from, length);
      ASSERT_EQ(crc32c(part), crc32c_by_table(part)) << from << " " << length;
    }
  }
}

TEST(Crc32c, in_pieces__is_that_of_the_whole) {
  const auto whole = bytes_of("the quick brown fox jumps over the lazy dog");
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    EXPECT_EQ(crc32c(whole.subspan(cut), crc32c(whole.first(cut))), crc32c(whole));
  }
}

}  // namespace

}  // namespace memvol::persistence
