// Run: rates of jobs, and the arrivals that a rate makes.
#include <gtest/gtest.h>

#include "run_fixture.hpp"
#include "stub_engine.hpp"

namespace memvol::bench {
namespace {

// Whatever the machine does, each arrival of 300 ms at 1000 a second was started or dropped. A
// thread that woke up late has its runtime, and some arrivals more.
void expect_arrivals(const DirectionResult& reads, std::uint64_t elapsed_ns) {
  const std::uint64_t arrivals = reads.operations + reads.dropped_arrivals;
  EXPECT_GE(arrivals, 300U);
  EXPECT_LE(arrivals, elapsed_ns / kNsPerMs + 1);
}

TEST(RunRates, arrivals_that_a_slow_device_leaves__are_counted_as_dropped) {
  StubBehaviour behaviour;
  behaviour.stalls_at = [](std::uint64_t) { return std::chrono::milliseconds(10); };
  JobSpec job = job_with_threads(1);
  job.rates.target.read = Rate::operations(1000);
  job.runtime_ns = 300 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  const DirectionResult& reads = reads_of(result);
  expect_arrivals(reads, result.elapsed_ns);
  EXPECT_LE(reads.operations, 31U);
  EXPECT_GE(reads.start_delay_max_ns, 200 * kNsPerMs);
}

TEST(RunRates, rate_that_is_met__drops_nothing_but_what_the_end_cuts_off) {
  JobSpec job = job_with_threads(1);
  job.iodepth = 4;
  job.rates.target.read = Rate::operations(1000);
  job.runtime_ns = 300 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  const DirectionResult& reads = reads_of(result);
  expect_arrivals(reads, result.elapsed_ns);
}

TEST(RunRates, rate_of_bytes__holds_for_the_bytes_of_any_length) {
  JobSpec job = job_with_threads(1);
  job.pattern.block_sizes.read = {
      .min_bytes = 1024, .max_bytes = 8192, .unaligned = false, .split = {}};
  job.rates.target.read = Rate::bytes(4'000'000);
  job.runtime_ns = 300 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  const DirectionResult& reads = reads_of(result);
  // At most what was due, and the operation that is due at the start.
  EXPECT_LE(reads.bytes, 1'200'000U + 8192);
  EXPECT_GE(reads.bytes + reads.dropped_arrivals * 8192, 1'200'000U - 8192);
}

TEST(RunRates, poisson__changes_the_times_and_not_the_operations) {
  JobSpec job = counted_job(200);
  job.rates.target.read = Rate::operations(20'000);
  job.rates.poisson = true;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_EQ(reads_of(result).operations, 200U);
  EXPECT_EQ(reads_of(result).dropped_arrivals, 0U);
}

}  // namespace
}  // namespace memvol::bench
