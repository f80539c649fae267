#include "bench/interval_series.hpp"

#include <algorithm>
#include <utility>

namespace memvol::bench {

void IntervalSeries::close_interval(std::uint64_t now_ns) { latest_ = append(now_ns); }

void IntervalSeries::close_last_interval(std::uint64_t now_ns) { append(now_ns); }

ByDirection<IntervalSnapshot> IntervalSeries::append(std::uint64_t now_ns) {
  const std::uint64_t end_ns = job_.ended() ? std::min(now_ns, job_.ended_ns()) : now_ns;
  if (end_ns <= previous_end_ns_) return {};

  Interval interval{
      .directions = {}, .end_ns = end_ns - start_ns_, .length_ns = end_ns - previous_end_ns_};
  ByDirection<IntervalSnapshot> snapshots;
  ByDirection<DisplayBuckets> buckets;
  for (const Direction direction : kDirections) {
    LatencyCounts total = job_.service_counts(direction);
    const LatencyCounts difference = total.since(previous_[direction]);
    previous_[direction] = std::move(total);
    const LatencySnapshot latency = LatencySnapshot::of(difference);
    const std::uint64_t total_bytes = job_.bytes(direction);
    const std::uint64_t bytes = total_bytes - previous_bytes_[direction];
    previous_bytes_[direction] = total_bytes;
    interval.directions[direction] = {.operations = latency.count,
                                      .bytes = bytes,
                                      .percentiles_ns = latency.percentiles_ns,
                                      .max_ns = latency.max_ns};
    buckets[direction] = latency.buckets;
    snapshots[direction] = {.latency = latency,
                            .operations = latency.count,
                            .bytes = bytes,
                            .length_ns = interval.length_ns};
  }
  previous_end_ns_ = end_ns;
  intervals_.push_back(interval);
  heat_.add(interval.end_ns, interval.length_ns, buckets);
  return snapshots;
}

}  // namespace memvol::bench
