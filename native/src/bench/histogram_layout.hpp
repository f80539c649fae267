// The bucket layout of HdrHistogram: lowest discernible value 1, three significant digits.
// Values below 2048 have a bucket each; above, each power of two has 1024 equal buckets.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace memvol::bench::layout {

inline constexpr std::int32_t kSignificantDigits = 3;
inline constexpr std::uint64_t kLowestDiscernible = 1;
// About 73 minutes: response times under an overloaded rate grow long.
inline constexpr std::uint64_t kHighestTrackable = (std::uint64_t{1} << 42) - 1;

// 2048 is the power of two above 2 x 10^kSignificantDigits.
inline constexpr unsigned kSubBucketBits = 11;
inline constexpr std::size_t kSubBucketHalf = std::size_t{1} << (kSubBucketBits - 1);
inline constexpr std::size_t kCountsLength =
    (std::bit_width(kHighestTrackable) - kSubBucketBits + 2) * kSubBucketHalf;

// The bucket of a value up to kHighestTrackable.
constexpr std::size_t index_of(std::uint64_t value) {
  constexpr std::uint64_t sub_bucket_mask = (std::uint64_t{1} << kSubBucketBits) - 1;
  const unsigned shift =
      static_cast<unsigned>(std::bit_width(value | sub_bucket_mask)) - kSubBucketBits;
  return (static_cast<std::size_t>(shift) << (kSubBucketBits - 1)) +
         static_cast<std::size_t>(value >> shift);
}

// The lowest and the highest value that fall into a bucket.
constexpr std::uint64_t lowest_value(std::size_t index) {
  if (index < 2 * kSubBucketHalf) return index;
  const std::size_t shift = index / kSubBucketHalf - 1;
  return (index % kSubBucketHalf + kSubBucketHalf) << shift;
}

constexpr std::uint64_t highest_value(std::size_t index) { return lowest_value(index + 1) - 1; }

static_assert(index_of(kHighestTrackable) == kCountsLength - 1);
static_assert(highest_value(kCountsLength - 1) == kHighestTrackable);

}  // namespace memvol::bench::layout
