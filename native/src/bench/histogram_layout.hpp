// The bucket layout of HdrHistogram: lowest discernible value 1, three significant digits.
// Values below 2048 have a bucket each; above, each power of two has 1024 equal buckets.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace memvol::bench::layout {

inline constexpr std::int32_t significant_digits = 3;
inline constexpr std::uint64_t lowest_discernible = 1;
// About 73 minutes: response times under an overloaded rate grow long.
inline constexpr std::uint64_t highest_trackable = (std::uint64_t{1} << 42) - 1;

// 2048 is the power of two above 2 x 10^significant_digits.
inline constexpr unsigned sub_bucket_bits = 11;
inline constexpr std::size_t sub_bucket_half = std::size_t{1} << (sub_bucket_bits - 1);
inline constexpr std::size_t counts_length =
    (std::bit_width(highest_trackable) - sub_bucket_bits + 2) * sub_bucket_half;

// The bucket of a value up to highest_trackable.
constexpr std::size_t index_of(std::uint64_t value) {
  constexpr std::uint64_t sub_bucket_mask = (std::uint64_t{1} << sub_bucket_bits) - 1;
  const unsigned shift =
      static_cast<unsigned>(std::bit_width(value | sub_bucket_mask)) - sub_bucket_bits;
  return (static_cast<std::size_t>(shift) << (sub_bucket_bits - 1)) +
         static_cast<std::size_t>(value >> shift);
}

// The lowest and the highest value that fall into a bucket.
constexpr std::uint64_t lowest_value(std::size_t index) {
  if (index < 2 * sub_bucket_half) return index;
  const std::size_t shift = index / sub_bucket_half - 1;
  return (index % sub_bucket_half + sub_bucket_half) << shift;
}

constexpr std::uint64_t highest_value(std::size_t index) { return lowest_value(index + 1) - 1; }

static_assert(index_of(highest_trackable) == counts_length - 1);
static_assert(highest_value(counts_length - 1) == highest_trackable);

}  // namespace memvol::bench::layout
