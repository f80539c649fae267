// One thread of a job: connects, starts with all others (or when the job before it has ended, or
// later), does its I/O, ends.
//
// Threading: made, joined and destroyed by one thread; meter() may be read by any at any time,
// result() once the thread has been joined.
// Lifetime: context and spec must outlive it. The destructor joins, so stop first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/failure.hpp"
#include "bench/engine.hpp"
#include "bench/finish_line.hpp"
#include "bench/io_loop.hpp"
#include "bench/job_ends.hpp"
#include "bench/meter.hpp"
#include "bench/result.hpp"
#include "bench/start_gate.hpp"
#include "bench/stop_groups.hpp"

namespace memvol::bench {

// What all threads of a run share.
struct RunContext {
  EngineFactory make_engine;
  IoLoopLimits limits;
  StopGroups& stops;
  StartGate& gate;
  JobEnds& ends;
  FinishLine& finish;
};

class JobThread {
 public:
  // `number` is the job's place in the run; `name` is what the system shows, at most 15
  // characters.
  JobThread(const RunContext& context, const JobSpec& job, std::size_t number,
            const ThreadSpec& spec, std::string name);

  void join();
  const ThreadMeter& meter() const { return meter_; }
  ThreadResult result() const;

 private:
  void main();
  std::unique_ptr<Engine> connect();
  std::optional<std::uint64_t> wait_for_turn(std::uint64_t start_ns);
  void run_loop(Engine& engine, std::uint64_t start_ns);
  void end(ThreadState state);
  void stop_others();

  // First, as it is aligned to a cache line.
  ThreadMeter meter_;
  const RunContext& context_;
  const JobSpec& job_;
  std::size_t number_;
  const ThreadSpec& spec_;
  std::stop_token stop_;
  std::uint64_t runtime_ns_ = 0;
  std::string name_;
  ThreadUsage usage_;
  std::optional<VerifyResult> verified_;
  std::optional<Failure> failure_;
  std::optional<std::uint32_t> depth_found_;
  // Last, as it uses all the others.
  std::jthread thread_;
};

}  // namespace memvol::bench
