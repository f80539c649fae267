// The V2 encoding: known bytes, and a decoder written from the format's description.
#include "bench/histogram_encoding.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "bench/random.hpp"

namespace memvol::bench {
namespace {

std::uint64_t big_endian(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}

std::int64_t take_zigzag(std::span<const std::byte>& bytes) {
  std::uint64_t value = 0;
  for (int at = 0;; ++at) {
    const auto byte = std::to_integer<std::uint64_t>(bytes.front());
    bytes = bytes.subspan(1);
    const bool last = at == 8 || byte < 0x80;
    value |= (at == 8 ? byte : byte & 0x7f) << (7 * at);
    if (last) break;
  }
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::vector<std::uint64_t> decode_counts(std::span<const std::byte> encoded) {
  std::vector<std::uint64_t> counts;
  std::span<const std::byte> payload = encoded.subspan(40);
  while (!payload.empty()) {
    const std::int64_t count = take_zigzag(payload);
    if (count < 0) {
      counts.resize(counts.size() + static_cast<std::size_t>(-count));
    } else {
      counts.push_back(static_cast<std::uint64_t>(count));
    }
  }
  counts.resize(layout::kCountsLength);
  return counts;
}

LatencyCounts counts_of(const Histogram& histogram) {
  LatencyCounts counts;
  counts.add(histogram);
  return counts;
}

TEST(HistogramEncoding, header__has_the_fields_of_version_2) {
  const std::vector<std::byte> encoded = encode_v2(LatencyCounts());
  const std::span<const std::byte> bytes(encoded);
  ASSERT_EQ(encoded.size(), 40U);
  EXPECT_EQ(big_endian(bytes.subspan(0, 4)), 0x1c849313U);
  EXPECT_EQ(big_endian(bytes.subspan(4, 4)), 0U);
  EXPECT_EQ(big_endian(bytes.subspan(8, 4)), 0U);
  EXPECT_EQ(big_endian(bytes.subspan(12, 4)), 3U);
  EXPECT_EQ(big_endian(bytes.subspan(16, 8)), 1U);
  EXPECT_EQ(big_endian(bytes.subspan(24, 8)), layout::kHighestTrackable);
  EXPECT_EQ(std::bit_cast<double>(big_endian(bytes.subspan(32, 8))), 1.0);
}

TEST(HistogramEncoding, payload__is_zigzag_with_negative_runs_of_zeros) {
  Histogram histogram;
  for (int record = 0; record < 64; ++record) histogram.record(2);
  histogram.record(3);
  const std::vector<std::byte> encoded = encode_v2(counts_of(histogram));
  // -2 zeros, 64 in two bytes, 1.
  const std::vector<std::byte> expected = {std::byte{0x03}, std::byte{0x80}, std::byte{0x01},
                                           std::byte{0x02}};
  EXPECT_EQ(std::vector<std::byte>(encoded.begin() + 40, encoded.end()), expected);
  EXPECT_EQ(big_endian(std::span<const std::byte>(encoded).subspan(4, 4)), expected.size());
}

TEST(HistogramEncoding, decoded__equals_the_counts) {
  Histogram histogram;
  Random random(11);
  for (int record = 0; record < 50'000; ++record) {
    histogram.record(random.next() >> (22 + random.below(42)));
  }
  const LatencyCounts counts = counts_of(histogram);
  EXPECT_TRUE(std::ranges::equal(decode_counts(encode_v2(counts)), counts.counts()));
}

}  // namespace
}  // namespace memvol::bench
