#include "bench/sampler.hpp"

#include "bench/clock.hpp"

namespace memvol::bench {

Sampler::Sampler(const std::vector<JobMeters>& jobs, std::uint64_t start_ns) : start_ns_(start_ns) {
  series_.reserve(jobs.size());
  for (const JobMeters& job : jobs) series_.emplace_back(job, start_ns);
}

void Sampler::run(FinishLine& finish) {
  std::uint64_t deadline_ns = start_ns_ + kNsPerSecond;
  while (!finish.wait_until(deadline_ns)) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t sampled_ns = now_ns();
    for (IntervalSeries& job : series_) job.close_interval(sampled_ns);
    ++intervals_completed_;
    // A second that was slept through is part of this interval, not one of its own.
    while (deadline_ns <= sampled_ns) deadline_ns += kNsPerSecond;
  }
  const std::lock_guard lock(mutex_);
  const std::uint64_t sampled_ns = now_ns();
  for (IntervalSeries& job : series_) job.close_last_interval(sampled_ns);
}

Sampler::Latest Sampler::latest() const {
  const std::lock_guard lock(mutex_);
  Latest latest{.intervals_completed = intervals_completed_, .jobs = {}};
  for (const IntervalSeries& job : series_) latest.jobs.push_back(job.latest());
  return latest;
}

std::vector<Interval> Sampler::intervals(std::size_t job) const {
  const std::lock_guard lock(mutex_);
  return series_[job].intervals();
}

std::vector<HeatColumn> Sampler::heat(std::size_t job) const {
  const std::lock_guard lock(mutex_);
  return series_[job].heat().columns();
}

}  // namespace memvol::bench
