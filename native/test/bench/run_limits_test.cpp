// Run: limits that fail a job, and the search for a depth that keeps one.
#include <gtest/gtest.h>

#include <string>

#include "base/failure.hpp"
#include "run_fixture.hpp"
#include "stub_engine.hpp"

namespace memvol::bench {
namespace {

std::string failure_code(const RunResult& result) {
  const auto& failure = result.jobs[0].threads[0].failure;
  return failure ? failure->code() : "none";
}

TEST(RunLimits, rate_below_the_least__fails_the_thread) {
  JobSpec job = job_with_threads(1);
  job.rates.target.read = Rate::operations(100);
  job.rates.least.read = Rate::operations(1000);
  job.rates.cycle_ns = 50 * kNsPerMs;
  EXPECT_EQ(failure_code(Run::start(run_of({job}), make_null_engine)->wait()), "limit_exceeded");
}

TEST(RunLimits, device_that_does_nothing__falls_below_the_least_rate) {
  StubBehaviour behaviour;
  behaviour.silent_at = [](std::uint64_t) { return true; };
  JobSpec job = job_with_threads(1);
  job.rates.least.read = Rate::bytes(1);
  job.rates.cycle_ns = 20 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  EXPECT_EQ(failure_code(result), "limit_exceeded");
  EXPECT_EQ(reads_of(result).errors, 1U);
}

TEST(RunLimits, rate_above_the_least__does_not_fail) {
  JobSpec job = job_with_threads(1);
  job.rates.least.read = Rate::operations(10);
  job.rates.cycle_ns = 50 * kNsPerMs;
  job.runtime_ns = 200 * kNsPerMs;
  EXPECT_EQ(failure_code(Run::start(run_of({job}), make_null_engine)->wait()), "none");
}

TEST(RunLimits, latency_above_the_most__fails_the_thread_and_names_it) {
  StubBehaviour behaviour;
  behaviour.stalls_at = [](std::uint64_t operation) {
    return std::chrono::milliseconds(operation == 20 ? 60 : 0);
  };
  JobSpec job = counted_job(100);
  job.flow.max_latency_ns.read = 50 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  EXPECT_EQ(failure_code(result), "limit_exceeded");
  EXPECT_GE(reads_of(result).operations, 20U);
  JobSpec writes_limited = counted_job(100);
  writes_limited.flow.max_latency_ns.write = 1;
  EXPECT_EQ(failure_code(Run::start(run_of({writes_limited}), stub_factory(behaviour))->wait()),
            "none");
}

TEST(RunLimits, latency_target__finds_a_depth_and_measures_a_window_at_it) {
  // A device that serves one operation a millisecond: the latency is the depth in milliseconds.
  struct OneByOne final : Engine {
    bool submit(const Operation&, std::uint32_t slot) override {
      const auto now = std::chrono::steady_clock::now();
      free_at = std::max(free_at, now) + std::chrono::milliseconds(1);
      queue.emplace_back(slot, free_at);
      return true;
    }
    std::size_t poll(std::span<std::uint32_t> slots) override {
      std::size_t completed = 0;
      while (!queue.empty() && completed < slots.size() &&
             queue.front().second <= std::chrono::steady_clock::now()) {
        slots[completed++] = queue.front().first;
        queue.erase(queue.begin());
      }
      return completed;
    }
    void wait(std::chrono::nanoseconds timeout) override {
      const auto until = std::chrono::steady_clock::now() + timeout;
      std::this_thread::sleep_until(queue.empty() ? until : std::min(until, queue.front().second));
    }
    void settle(std::chrono::nanoseconds) override {}
    std::chrono::steady_clock::time_point free_at{};
    std::vector<std::pair<std::uint32_t, std::chrono::steady_clock::time_point>> queue;
  };
  JobSpec job = job_with_threads(1);
  job.iodepth = 32;
  job.flow.latency_target = {
      .target_ns = 9 * kNsPerMs, .window_ns = 60 * kNsPerMs, .percentile = 75, .keeps_on = false};
  const RunResult result = Run::start(run_of({job}), [](const JobSpec&, const ThreadSpec&) {
                             return std::make_unique<OneByOne>();
                           })->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  ASSERT_TRUE(thread.depth_found.has_value());
  // A busy machine makes latencies longer, never shorter.
  EXPECT_LE(*thread.depth_found, 9U);
  EXPECT_GT(thread.directions.read.operations, 0U);
  EXPECT_GE(thread.runtime_ns, 60 * kNsPerMs);
  EXPECT_LT(thread.runtime_ns, result.elapsed_ns);
}

TEST(RunLimits, latency_target_without_end__measures_all_of_the_runtime) {
  JobSpec job = job_with_threads(1);
  job.iodepth = 4;
  job.runtime_ns = 100 * kNsPerMs;
  job.flow.latency_target = {
      .target_ns = kNsPerSecond, .window_ns = 10 * kNsPerMs, .percentile = 50, .keeps_on = true};
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_GE(result.jobs[0].threads[0].runtime_ns, 100 * kNsPerMs);
  EXPECT_EQ(result.jobs[0].threads[0].depth_found, 4U);
}

}  // namespace
}  // namespace memvol::bench
