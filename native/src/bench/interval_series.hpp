// One job's intervals: what happened in each second.
// Threading: none of its own; the sampler guards it.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/heat_map.hpp"
#include "bench/job_meters.hpp"
#include "bench/result.hpp"

namespace memvol::bench {

class IntervalSeries {
 public:
  IntervalSeries(const JobMeters& job, std::uint64_t start_ns)
      : job_(job), start_ns_(start_ns), previous_end_ns_(start_ns) {}

  // Ends the interval at `now_ns`, or when the job ended if that was before. Adds nothing
  // once the job had ended in an earlier interval.
  void close_interval(std::uint64_t now_ns);
  // The same for what is left when the run is over: less than a second, so `latest` stays.
  void close_last_interval(std::uint64_t now_ns);

  const std::vector<Interval>& intervals() const { return intervals_; }
  const HeatMap& heat() const { return heat_; }
  const ByDirection<IntervalSnapshot>& latest() const { return latest_; }

 private:
  ByDirection<IntervalSnapshot> append(std::uint64_t now_ns);

  const JobMeters& job_;
  std::uint64_t start_ns_;
  std::uint64_t previous_end_ns_;
  ByDirection<LatencyCounts> previous_;
  ByDirection<std::uint64_t> previous_bytes_;
  std::vector<Interval> intervals_;
  HeatMap heat_;
  ByDirection<IntervalSnapshot> latest_;
};

}  // namespace memvol::bench
