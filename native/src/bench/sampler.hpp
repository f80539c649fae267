// Closes every job's interval once a second, at absolute times from the start of the run, so
// that lateness does not add up; and once more when all threads have ended.
//
// Threading: run() is for one thread; the rest may be called from any at any time.
// Lifetime: the meters and the finish line must outlive it.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "bench/finish_line.hpp"
#include "bench/interval_series.hpp"
#include "bench/job_meters.hpp"

namespace memvol::bench {

class Sampler {
 public:
  Sampler(const std::vector<JobMeters>& jobs, std::uint64_t start_ns);

  // Returns when all threads have arrived at the finish line.
  void run(FinishLine& finish);

  struct Latest {
    std::uint64_t intervals_completed = 0;
    std::vector<ByDirection<IntervalSnapshot>> jobs;
  };
  Latest latest() const;

  // One job's series so far.
  std::vector<Interval> intervals(std::size_t job) const;
  std::vector<HeatColumn> heat(std::size_t job) const;

 private:
  const std::uint64_t start_ns_;
  mutable std::mutex mutex_;
  std::uint64_t intervals_completed_ = 0;
  std::vector<IntervalSeries> series_;
};

}  // namespace memvol::bench
