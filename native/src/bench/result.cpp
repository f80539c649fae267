#include "bench/result.hpp"

namespace memvol::bench {

SnapshotPercentiles percentiles_of(const LatencyCounts& counts) {
  SnapshotPercentiles values;
  for (std::size_t at = 0; at < values.size(); ++at) {
    values[at] = counts.value_at_percentile(kSnapshotPercentiles[at]);
  }
  return values;
}

LatencySnapshot LatencySnapshot::of(const LatencyCounts& counts) {
  return {
      .count = counts.count(),
      .max_ns = counts.max_ns(),
      .percentiles_ns = percentiles_of(counts),
      .buckets = to_display_buckets(counts),
  };
}

LatencyResult LatencyResult::of(const Histogram& histogram) {
  LatencyCounts counts;
  counts.add(histogram);
  return {.moments = histogram.moments(), .histogram = encode_v2(counts)};
}

}  // namespace memvol::bench
