#include "atomics/message.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace memvol::atomics {
namespace {

constexpr Request kRequest{.id = 0x01020304,
                           .operation = {.kind = Kind::kCompareSwap,
                                         .offset_bytes = 0x1112131415161718,
                                         .operand = 0x2122232425262728,
                                         .expected = 0x3132333435363738}};
constexpr Answer kAnswer{
    .id = 0x01020304, .outcome = Outcome::kMisaligned, .old_value = 0x4142434445464748};

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> all;
  for (const int value : values) all.push_back(static_cast<std::byte>(value));
  return all;
}

TEST(AtomicMessage, request__is_these_bytes_on_every_machine) {
  const auto encoded = encode_request(kRequest);
  EXPECT_TRUE(std::ranges::equal(
      encoded, bytes({1,    16,   1,    0,    4,    3,    2,    1,    0x18, 0x17, 0x16,
                      0x15, 0x14, 0x13, 0x12, 0x11, 0x28, 0x27, 0x26, 0x25, 0x24, 0x23,
                      0x22, 0x21, 0x38, 0x37, 0x36, 0x35, 0x34, 0x33, 0x32, 0x31})));
  EXPECT_EQ(decode_request(encoded), kRequest);
}

TEST(AtomicMessage, answer__is_these_bytes_on_every_machine) {
  const auto encoded = encode_answer(kAnswer);
  EXPECT_TRUE(std::ranges::equal(
      encoded, bytes({1, 17, 3, 0, 4, 3, 2, 1, 0x48, 0x47, 0x46, 0x45, 0x44, 0x43, 0x42, 0x41})));
  EXPECT_EQ(decode_answer(encoded), kAnswer);
}

TEST(AtomicMessage, cut_short__is_nothing) {
  const auto request = encode_request(kRequest);
  const auto answer = encode_answer(kAnswer);
  for (std::size_t size = 0; size < kRequestBytes; ++size) {
    EXPECT_FALSE(decode_request(std::span(request).first(size)));
  }
  for (std::size_t size = 0; size < kAnswerBytes; ++size) {
    EXPECT_FALSE(decode_answer(std::span(answer).first(size)));
  }
}

TEST(AtomicMessage, other_versions_kinds_and_operations__are_nothing) {
  for (const std::size_t field : {0, 1, 2}) {
    for (int value = 0; value < 256; ++value) {
      auto request = encode_request(kRequest);
      request[field] = static_cast<std::byte>(value);
      const bool known = request == encode_request(kRequest) || (field == 2 && value == 0);
      EXPECT_EQ(decode_request(request).has_value(), known) << field << " is " << value;
      auto answer = encode_answer(kAnswer);
      answer[field] = static_cast<std::byte>(value);
      const bool meant = answer == encode_answer(kAnswer) || (field == 2 && value < 3);
      EXPECT_EQ(decode_answer(answer).has_value(), meant) << field << " is " << value;
    }
  }
}

}  // namespace
}  // namespace memvol::atomics
