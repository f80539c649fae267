// One stage of a load test: all its jobs' threads, started at one instant once every one of
// them is connected. That instant may be given, so that several processes start together.
//
// Threading: snapshot(), stop() and wait() may be called from any thread, also at the same
// time, once begin_at() has returned. Lifetime: the destructor stops the run and waits for its
// threads, also those of a run that has not begun.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "bench/engine.hpp"
#include "bench/finish_line.hpp"
#include "bench/job_ends.hpp"
#include "bench/job_meters.hpp"
#include "bench/job_thread.hpp"
#include "bench/result.hpp"
#include "bench/sampler.hpp"
#include "bench/spec.hpp"
#include "bench/start_gate.hpp"
#include "bench/stop_groups.hpp"

namespace memvol::bench {

class Run {
 public:
  // Blocks until every thread is connected. Throws Failure for a spec that cannot be carried
  // out, and what the first thread that could not connect threw, after all have ended.
  static std::unique_ptr<Run> prepare(RunSpec spec, EngineFactory make_engine);
  // The same, and begins at once.
  static std::unique_ptr<Run> start(RunSpec spec, EngineFactory make_engine);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Lets the threads of a prepared run go at that time of the clock; one that has passed is now.
  // Returns at once. To be called once.
  void begin_at(std::uint64_t start_ns);
  RunSnapshot snapshot() const;
  // Asks every thread to finish what is in flight and end; returns at once.
  void stop();
  // Blocks until every thread has ended, also when some failed.
  RunResult wait();

 private:
  Run(RunSpec spec, EngineFactory make_engine);
  void launch();
  void join();
  std::uint64_t elapsed_ns() const;
  JobSnapshot snapshot_job(const JobMeters& job,
                           const ByDirection<IntervalSnapshot>& interval) const;

  const RunSpec spec_;
  StopGroups stops_;
  StartGate gate_;
  JobEnds ends_;
  FinishLine finish_;
  const RunContext context_;
  std::vector<std::vector<std::unique_ptr<JobThread>>> threads_;
  std::vector<JobMeters> jobs_;
  std::uint64_t start_ns_ = 0;
  std::optional<Sampler> sampler_;
  std::mutex join_mutex_;
  // Last, as it uses the others.
  std::jthread sampler_thread_;
};

}  // namespace memvol::bench
