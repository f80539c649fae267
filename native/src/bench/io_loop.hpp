// The loop that keeps operations in flight and measures them: what one thread of a job does
// between its start and its end.
//
// Clock. Each post reads the clock for itself, right before the engine is called, also with
// the null engine: a reading shared by a burst would add the posts before it to an operation's
// service time, or, taken afterwards, hide its own. The completions of one poll share one
// reading made right after it: all of them were there at that time, and none is reported
// earlier than it was seen. So depth 1 costs two readings an operation, deeper ones less.
//
// Under a rate a thread that has time sleeps until kSpinMarginNs before the next due time and
// spins the rest; while operations are in flight it sleeps in the engine's wait(), where a
// completion wakes it.
//
// The search of a latency target counts as ramp: the measurement begins with the depth found.
//
// Threading: one thread. Lifetime: job, engine, meter and stop token must outlive it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "bench/engine.hpp"
#include "bench/meter.hpp"
#include "bench/posting_gate.hpp"
#include "bench/rate_floor.hpp"
#include "bench/replay.hpp"
#include "bench/schedule.hpp"
#include "bench/thread_usage.hpp"
#include "bench/verifier.hpp"
#include "bench/workload.hpp"

namespace memvol::bench {

// Longer than a sleeping thread's usual wake-up.
inline constexpr std::uint64_t kSpinMarginNs = 50'000;
// A start this much behind its schedule counts as late; the response time has it anyway.
inline constexpr std::uint64_t kLateStartToleranceNs = 10'000;

struct IoLoopLimits {
  std::uint64_t spin_ns = 0;
  std::uint64_t operation_timeout_ns = 0;
};

class IoLoop {
 public:
  IoLoop(const JobSpec& job, const ThreadSpec& thread, std::uint64_t start_ns, IoLoopLimits limits,
         Engine& engine, ThreadMeter& meter, std::stop_token stop);

  // Returns when the job's bounds are reached or a stop is requested, and nothing is in flight
  // any more. Throws Failure when the engine does, and `io_failed` when it does not answer.
  void run();

  // After run() has thrown: counts what had been taken up and never completed.
  void count_unanswered();

  // When the ramp was over; nothing if it was not.
  std::optional<std::uint64_t> measured_from_ns() const { return measured_from_ns_; }
  const ThreadUsage& usage_before() const { return usage_before_; }
  struct Instant {
    std::uint64_t ns;
    ThreadUsage usage;
  };
  // When the workload was over, if something was read back after it.
  const std::optional<Instant>& measured_until() const { return measured_until_; }
  // The depth that a latency target led to; nothing without one, or while it was not found.
  std::optional<std::uint32_t> depth_found() const;
  // Nothing where nothing was to be verified.
  std::optional<VerifyResult> verified() const {
    if (!verifier_) return {};
    return verifier_->result();
  }

 private:
  static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

  struct InFlight {
    Operation operation;
    std::uint64_t intended_ns = 0;
    // 0: not in flight.
    std::uint64_t posted_ns = 0;
  };

  std::size_t in_flight() const { return slots_.size() - free_slots_.size(); }
  bool post_due();
  bool take_up_next();
  void post_succeeded(std::uint32_t slot, std::uint64_t posted_ns);
  bool take_completions();
  std::size_t poll();
  void give_up(std::uint32_t slot);
  void record(const InFlight& completed);
  void adapt_depth();
  void look_closer(std::uint32_t slot);
  void count_dropped();
  void count_start(const InFlight& post);
  void begin_measurement_if_due();
  void idle();
  std::uint64_t next_post_ns();
  void end_by_time();
  void end_work();
  bool lets_post();
  bool take_up_check();
  bool take_up_replayed();
  std::uint64_t next_due_ns() const;
  void replay_writes();
  bool overlaps_in_flight(const Operation& operation) const;
  void sleep_until(std::uint64_t ns);
  [[noreturn]] void fail_unanswered() const;
  [[noreturn]] void fail_slow(Direction direction, std::uint64_t latency_ns) const;

  Engine& engine_;
  ThreadMeter& meter_;
  std::stop_token stop_;
  const IoLoopLimits limits_;
  const std::uint64_t ramp_end_ns_;
  const std::uint64_t runtime_ns_;
  const ByDirection<std::uint64_t> max_latency_ns_;
  const ByDirection<bool> continues_on_error_;
  const bool paced_;
  const bool serializes_overlap_;
  Workload workload_;
  Schedule schedule_;
  PostingGate gate_;
  RateFloor floor_;

  // Known once the measurement has begun.
  std::uint64_t end_ns_ = kNever;
  // Whether further operations are to be posted.
  bool accepting_ = true;
  // The workload has ended; there may be something to read back.
  bool work_over_ = false;
  // Blocks are being read back.
  bool checking_ = false;
  // Completions are looked at for more than their latency.
  bool looks_closer_ = false;
  // `pending_` overlaps what is in flight.
  bool held_ = false;
  std::optional<Verifier> verifier_;
  // In the place of workload and schedule.
  std::optional<Replay> replay_;
  // The engine was busy when `pending_` was posted last.
  bool refused_ = false;
  std::optional<InFlight> pending_;
  std::vector<InFlight> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<std::uint32_t> completed_;
  // The latest reading of the clock.
  std::uint64_t now_ns_;
  // When something was last posted or completed.
  std::uint64_t idle_since_ns_;
  // When something last completed, or was posted with nothing else in flight.
  std::uint64_t answered_ns_;
  std::optional<std::uint64_t> measured_from_ns_;
  std::optional<Instant> measured_until_;
  ThreadUsage usage_before_;
  std::mutex sleep_mutex_;
  std::condition_variable_any sleep_;
};

}  // namespace memvol::bench
