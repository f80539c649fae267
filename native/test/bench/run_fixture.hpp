// Runs for tests.
#pragma once

#include <memory>

#include "bench/clock.hpp"
#include "bench/null_engine.hpp"
#include "bench/run.hpp"

namespace memvol::bench {

inline constexpr std::uint64_t kNsPerMs = 1'000'000;

inline JobSpec job_with_threads(std::size_t threads) {
  JobSpec job;
  job.pattern.random = true;
  job.size_bytes = 1 << 20;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    job.threads.push_back(
        {.connection = {}, .seed = thread, .offset_bytes = 0, .cpus = {}, .replay = {}});
  }
  return job;
}

inline RunSpec run_of(std::vector<JobSpec> jobs) {
  return {.jobs = std::move(jobs), .spin_ns = 0, .operation_timeout_ns = 10 * kNsPerSecond};
}

inline std::unique_ptr<Engine> make_null_engine(const JobSpec& job, const ThreadSpec&) {
  return std::make_unique<NullEngine>(job.iodepth);
}

// Snapshots until the condition holds; a test's own time limit ends it if it never does.
template <typename Condition>
RunSnapshot snapshot_when(const Run& run, Condition condition) {
  while (true) {
    RunSnapshot snapshot = run.snapshot();
    if (condition(snapshot)) return snapshot;
    std::this_thread::yield();
  }
}

inline JobSpec counted_job(std::uint64_t operations, std::size_t threads = 1) {
  JobSpec job = job_with_threads(threads);
  job.number_ios = operations;
  return job;
}

inline const DirectionResult& reads_of(const RunResult& result, std::size_t job = 0) {
  return result.jobs[job].threads[0].directions.read;
}

}  // namespace memvol::bench
