#include "bench/display_buckets.hpp"

#include <algorithm>
#include <bit>

namespace memvol::bench {

std::size_t display_bucket_of(std::uint64_t ns) {
  if (ns < (std::uint64_t{1} << kBucketFirstExponent)) return 0;
  const std::size_t exponent = static_cast<std::size_t>(std::bit_width(ns)) - 1;
  const std::size_t step =
      static_cast<std::size_t>((ns * kBucketsPerOctave) >> exponent) - kBucketsPerOctave;
  const std::size_t bucket = (exponent - kBucketFirstExponent) * kBucketsPerOctave + step;
  return std::min(bucket, kBucketCount - 1);
}

DisplayBuckets to_display_buckets(const LatencyCounts& counts) {
  DisplayBuckets buckets{};
  for (std::size_t index = 0; index < counts.counts().size(); ++index) {
    const std::uint64_t count = counts.counts()[index];
    if (count > 0) buckets[display_bucket_of(layout::lowest_value(index))] += count;
  }
  return buckets;
}

}  // namespace memvol::bench
