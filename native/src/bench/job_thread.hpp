// One thread of a job: connects, starts with all others, does its I/O, ends.
//
// Threading: made, joined and destroyed by one thread; meter() may be read by any at any time,
// result() once the thread has been joined.
// Lifetime: gate, finish line and spec must outlive it. The destructor joins, so stop first.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/failure.hpp"
#include "bench/engine.hpp"
#include "bench/finish_line.hpp"
#include "bench/io_loop.hpp"
#include "bench/meter.hpp"
#include "bench/result.hpp"
#include "bench/start_gate.hpp"

namespace memvol::bench {

// What all threads of a run share.
struct RunContext {
  EngineFactory make_engine;
  IoLoopLimits limits;
  std::stop_token stop;
  StartGate& gate;
  FinishLine& finish;
};

class JobThread {
 public:
  // `name` is what the system shows, at most 15 characters.
  JobThread(const RunContext& context, const JobSpec& job, const ThreadSpec& spec,
            std::string name);

  void join();
  const ThreadMeter& meter() const { return meter_; }
  ThreadResult result() const;

 private:
  void main();
  std::unique_ptr<Engine> connect();
  void run_loop(Engine& engine, std::uint64_t start_ns);

  const RunContext& context_;
  const JobSpec& job_;
  const ThreadSpec& spec_;
  std::string name_;
  ThreadMeter meter_;
  std::uint64_t runtime_ns_ = 0;
  ThreadUsage usage_;
  std::optional<Failure> failure_;
  // Last, as it uses all the others.
  std::jthread thread_;
};

}  // namespace memvol::bench
