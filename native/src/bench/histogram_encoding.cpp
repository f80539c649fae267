#include "bench/histogram_encoding.hpp"

#include <bit>

namespace memvol::bench {

namespace {

// The V2 cookie base 0x1c849303 with the flag 0x10 that all encoders set, for counts written
// as variable-length numbers; decoders mask it out or, some, insist on it.
constexpr std::uint32_t kCookie = 0x1c849303 | 0x10;
constexpr double kConversionRatio = 1.0;

template <typename Integer>
void append_big_endian(std::vector<std::byte>& out, Integer value) {
  for (int shift = (static_cast<int>(sizeof(Integer)) - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::byte>(value >> shift));
  }
}

// ZigZag LEB128 in at most nine bytes: the ninth holds eight bits.
void append_zigzag(std::vector<std::byte>& out, std::int64_t value) {
  std::uint64_t rest =
      (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  for (int bytes = 0; bytes < 8 && rest >= 0x80; ++bytes) {
    out.push_back(static_cast<std::byte>(rest | 0x80));
    rest >>= 7;
  }
  out.push_back(static_cast<std::byte>(rest));
}

// A count as it is; a run of zeros as its negated length. Trailing zeros are left out.
std::vector<std::byte> encode_payload(std::span<const std::uint64_t> counts) {
  std::vector<std::byte> payload;
  std::int64_t zeros = 0;
  for (const std::uint64_t count : counts) {
    if (count == 0) {
      ++zeros;
      continue;
    }
    if (zeros > 0) append_zigzag(payload, -zeros);
    zeros = 0;
    append_zigzag(payload, static_cast<std::int64_t>(count));
  }
  return payload;
}

}  // namespace

std::vector<std::byte> encode_v2(const LatencyCounts& counts) {
  const std::vector<std::byte> payload = encode_payload(counts.counts());
  std::vector<std::byte> out;
  append_big_endian(out, kCookie);
  append_big_endian(out, static_cast<std::uint32_t>(payload.size()));
  append_big_endian(out, std::uint32_t{0});  // normalizing index offset
  append_big_endian(out, static_cast<std::uint32_t>(layout::kSignificantDigits));
  append_big_endian(out, layout::kLowestDiscernible);
  append_big_endian(out, layout::kHighestTrackable);
  append_big_endian(out, std::bit_cast<std::uint64_t>(kConversionRatio));
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

}  // namespace memvol::bench
