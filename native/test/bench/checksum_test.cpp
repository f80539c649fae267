// Checksums and digests against published values.
#include "bench/checksum.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memvol::bench {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string hex(const Digest& digest, std::size_t length) {
  std::string text;
  for (std::size_t at = 0; at < length; ++at) {
    char digits[3];
    std::snprintf(digits, sizeof(digits), "%02x", std::to_integer<unsigned>(digest[at]));
    text += digits;
  }
  return text;
}

// Published test vectors: RFC 3720 (B.4), RFC 1321, FIPS 180-2.
TEST(Checksum, digests__are_the_published_ones) {
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
  const std::vector<std::byte> zeros(32);
  EXPECT_EQ(crc32c(zeros), 0x8a9136aaU);
  EXPECT_EQ(hex(digest_of(VerifyMethod::kMd5, bytes_of("abc")), 16),
            "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex(digest_of(VerifyMethod::kSha256, bytes_of("abc")), 32),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace memvol::bench
