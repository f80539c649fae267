// The coarse buckets of a displayed histogram: equal steps in each power of two. Bucket i
// starts at 2^(kBucketFirstExponent + i / kBucketsPerOctave) ns, linear inside an octave; the
// first holds everything below too, the last everything above. As in the binding's contract.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "bench/latency_counts.hpp"

namespace memvol::bench {

inline constexpr std::size_t kBucketsPerOctave = 8;
inline constexpr std::size_t kBucketFirstExponent = 8;
inline constexpr std::size_t kBucketCount = 224;

using DisplayBuckets = std::array<std::uint64_t, kBucketCount>;

std::size_t display_bucket_of(std::uint64_t ns);

// Exact above 2048 ns, where every display bucket consists of whole histogram buckets, and
// below, where a histogram bucket is one value.
DisplayBuckets to_display_buckets(const LatencyCounts& counts);

}  // namespace memvol::bench
