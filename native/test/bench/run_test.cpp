// Run with engines that work: ends, ramp, rates, threads, snapshots, intervals.
#include "bench/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <numeric>

#include "run_fixture.hpp"
#include "stub_engine.hpp"

namespace memvol::bench {
namespace {

TEST(Run, number_ios__counts_for_each_thread) {
  JobSpec job = job_with_threads(3);
  job.number_ios = 1000;
  job.iodepth = 7;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  ASSERT_EQ(result.jobs.size(), 1U);
  ASSERT_EQ(result.jobs[0].threads.size(), 3U);
  for (const ThreadResult& thread : result.jobs[0].threads) {
    const DirectionResult& read = thread.directions.read;
    EXPECT_EQ(read.operations, 1000U);
    EXPECT_EQ(read.bytes, 4'096'000U);
    EXPECT_EQ(read.errors, 0U);
    EXPECT_EQ(read.service.moments.count, 1000U);
    EXPECT_EQ(read.response.moments.count, 1000U);
    EXPECT_GE(read.response.moments.mean_ns, read.service.moments.mean_ns);
    EXPECT_EQ(thread.directions.write.operations, 0U);
    EXPECT_FALSE(thread.failure.has_value());
    EXPECT_LE(thread.runtime_ns, result.elapsed_ns);
  }
}

TEST(Run, io_size__ends_the_job) {
  JobSpec job = job_with_threads(1);
  job.pattern.read_percent = 50;
  job.io_size_bytes = 1 << 20;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  const auto& directions = result.jobs[0].threads[0].directions;
  EXPECT_EQ(directions.read.bytes + directions.write.bytes, 1U << 20);
  EXPECT_GT(directions.write.operations, 0U);
}

TEST(Run, runtime__ends_the_job_and_begins_after_the_ramp) {
  JobSpec job = job_with_threads(1);
  job.ramp_ns = 50 * kNsPerMs;
  job.runtime_ns = 30 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  EXPECT_GE(thread.runtime_ns, 30 * kNsPerMs);
  EXPECT_LE(thread.runtime_ns, result.elapsed_ns - job.ramp_ns);
  EXPECT_GE(result.elapsed_ns, 80 * kNsPerMs);
  EXPECT_GT(thread.directions.read.operations, 0U);
}

TEST(Run, ramp__records_nothing_and_takes_nothing_from_the_bounds) {
  JobSpec job = job_with_threads(1);
  job.iodepth = 4;
  job.ramp_ns = 30 * kNsPerMs;
  job.number_ios = 100'000'000;
  const auto run = Run::start(run_of({job}), make_null_engine);
  const RunSnapshot measuring = snapshot_when(
      *run, [](const RunSnapshot& now) { return now.jobs[0].directions.read.operations > 0; });
  EXPECT_GE(measuring.elapsed_ns, job.ramp_ns);
  run->stop();
  run->wait();

  job.number_ios = 500;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_GE(result.elapsed_ns, job.ramp_ns);
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 500U);
}

TEST(Run, ramp_longer_than_the_run__measures_nothing) {
  JobSpec job = job_with_threads(1);
  job.ramp_ns = 3600 * kNsPerSecond;
  const auto run = Run::start(run_of({job}), make_null_engine);
  snapshot_when(*run, [](const RunSnapshot& now) { return now.jobs[0].ramping; });
  run->stop();
  const RunResult result = run->wait();
  EXPECT_EQ(result.jobs[0].threads[0].runtime_ns, 0U);
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 0U);
}

TEST(Run, stop__ends_an_endless_run) {
  JobSpec job = job_with_threads(2);
  job.iodepth = 16;
  const auto run = Run::start(run_of({job}), make_null_engine);
  const RunSnapshot running = snapshot_when(
      *run, [](const RunSnapshot& now) { return now.jobs[0].directions.read.operations > 1000; });
  EXPECT_EQ(running.jobs[0].threads_failed, 0U);
  EXPECT_LE(running.jobs[0].in_flight, 32U);
  run->stop();
  const RunResult result = run->wait();
  const RunSnapshot ended = run->snapshot();
  EXPECT_EQ(ended.jobs[0].in_flight, 0U);
  EXPECT_EQ(ended.jobs[0].threads_running, 0U);
  EXPECT_EQ(ended.elapsed_ns, result.elapsed_ns);
  std::uint64_t operations = 0;
  for (const ThreadResult& thread : result.jobs[0].threads) {
    operations += thread.directions.read.operations;
  }
  EXPECT_EQ(ended.jobs[0].directions.read.operations, operations);
  const DisplayBuckets& buckets = ended.jobs[0].directions.read.total.buckets;
  EXPECT_EQ(std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0}), operations);
}

TEST(Run, stop__is_immediate_while_waiting_for_a_distant_due_time) {
  JobSpec job = job_with_threads(1);
  job.rates.target.read = Rate::operations(1);
  const auto run = Run::start(run_of({job}), make_null_engine);
  snapshot_when(*run,
                [](const RunSnapshot& now) { return now.jobs[0].directions.read.operations == 1; });
  const std::uint64_t stopped_ns = now_ns();
  run->stop();
  const RunResult result = run->wait();
  EXPECT_LT(now_ns() - stopped_ns, 500 * kNsPerMs);
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 1U);
}

TEST(Run, destructor__stops_and_joins) {
  Run::start(run_of({job_with_threads(2)}), make_null_engine);
}

TEST(Run, rate__paces_each_direction_and_sleeps_in_between) {
  JobSpec job = job_with_threads(1);
  job.pattern.read_percent = 50;
  job.rates.target = {Rate::operations(1000), Rate::operations(500), {}};
  job.runtime_ns = 300 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  // Never more than scheduled; less only by what a preempted thread misses at the end.
  EXPECT_LE(thread.directions.read.operations, 301U);
  EXPECT_GE(thread.directions.read.operations, 270U);
  EXPECT_LE(thread.directions.write.operations, 151U);
  EXPECT_GE(thread.directions.write.operations, 135U);
  EXPECT_LT(thread.usage.user_cpu_ns + thread.usage.system_cpu_ns, thread.runtime_ns / 2);
}

TEST(Run, rate_below_one_operation_in_the_runtime__still_ends_on_time) {
  JobSpec job = job_with_threads(1);
  job.rates.target.read = Rate::operations(1);
  job.runtime_ns = 50 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_LT(result.elapsed_ns, 800 * kNsPerMs);
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 1U);
}

TEST(Run, stall_under_a_rate__shows_in_every_response_it_delayed) {
  StubBehaviour behaviour;
  behaviour.stalls_at = [](std::uint64_t operation) {
    return std::chrono::milliseconds(operation == 50 ? 100 : 0);
  };
  JobSpec job = job_with_threads(1);
  job.rates.target.read = Rate::operations(1000);
  job.number_ios = 200;
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  const DirectionResult& read = result.jobs[0].threads[0].directions.read;
  ASSERT_EQ(read.operations, 200U);
  // About 100 operations were due during the stall: 50 ms late on average.
  EXPECT_GE(read.response.moments.mean_ns, 15e6);
  EXPECT_GE(read.service.moments.max_ns, 100 * kNsPerMs);
  EXPECT_GE(read.response.moments.mean_ns, read.service.moments.mean_ns * 2);
  EXPECT_GE(read.late_starts, 90U);
}

TEST(Run, unpaced_job__counts_no_late_starts) {
  JobSpec job = job_with_threads(1);
  job.number_ios = 100;
  StubBehaviour behaviour;
  behaviour.stalls_at = [](std::uint64_t) { return std::chrono::microseconds(100); };
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.late_starts, 0U);
}

TEST(Run, busy_engine__is_asked_again_and_the_wait_is_in_the_response) {
  JobSpec job = job_with_threads(1);
  job.number_ios = 100;
  job.iodepth = 2;
  StubBehaviour behaviour;
  behaviour.busy_at = [](std::uint64_t operation) { return operation % 10 == 0 ? 3 : 0; };
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  const DirectionResult& read = result.jobs[0].threads[0].directions.read;
  EXPECT_EQ(read.operations, 100U);
  EXPECT_GT(read.response.moments.mean_ns, read.service.moments.mean_ns);
}

TEST(Run, intervals__add_up_to_the_whole_and_come_each_second) {
  JobSpec job = job_with_threads(2);
  job.rates.target.read = Rate::operations(1000);
  job.runtime_ns = 1300 * kNsPerMs;
  JobSpec short_job = job_with_threads(1);
  short_job.rates.target.read = Rate::operations(1000);
  short_job.runtime_ns = 200 * kNsPerMs;
  const auto run = Run::start(run_of({job, short_job}), make_null_engine);
  const RunSnapshot second =
      snapshot_when(*run, [](const RunSnapshot& now) { return now.intervals_completed == 1; });
  const IntervalSnapshot& latest = second.jobs[0].directions.read.interval;
  EXPECT_NEAR(static_cast<double>(latest.operations),
              2000 * static_cast<double>(latest.length_ns) / kNsPerSecond, 100);
  EXPECT_EQ(latest.operations, latest.latency.count);
  const RunResult result = run->wait();
  const std::vector<Interval>& intervals = result.jobs[0].intervals;
  ASSERT_EQ(intervals.size(), 2U);
  EXPECT_GE(intervals[0].length_ns, kNsPerSecond);
  EXPECT_EQ(intervals[0].end_ns, intervals[0].length_ns);
  EXPECT_EQ(intervals[1].end_ns, intervals[0].length_ns + intervals[1].length_ns);
  EXPECT_LE(intervals[1].end_ns, result.elapsed_ns);
  EXPECT_EQ(intervals[0].directions.read.operations + intervals[1].directions.read.operations,
            result.jobs[0].threads[0].directions.read.operations +
                result.jobs[0].threads[1].directions.read.operations);
  // The short job's one interval ends with the job.
  ASSERT_EQ(result.jobs[1].intervals.size(), 1U);
  EXPECT_GE(result.jobs[1].intervals[0].length_ns, short_job.runtime_ns);
  EXPECT_LT(result.jobs[1].intervals[0].length_ns, intervals[0].length_ns);
  EXPECT_EQ(run->snapshot().jobs[0].directions.read.interval.operations, latest.operations);
}

TEST(Run, paced_thread__settles_its_engine_before_it_sleeps_with_nothing_in_flight) {
  JobSpec job = job_with_threads(1);
  job.number_ios = 5;
  job.rates.target.read = Rate::operations(100);
  struct Settling final : Engine {
    explicit Settling(std::vector<std::chrono::nanoseconds>& to) : pauses(to) {}
    bool submit(const Operation& operation, std::uint32_t slot) override {
      ++in_flight;
      return null.submit(operation, slot);
    }
    std::size_t poll(std::span<std::uint32_t> slots) override {
      const std::size_t completed = null.poll(slots);
      in_flight -= completed;
      return completed;
    }
    void wait(std::chrono::nanoseconds) override {}
    void settle(std::chrono::nanoseconds pause) override {
      if (in_flight == 0) pauses.push_back(pause);
    }
    NullEngine null{1};
    std::size_t in_flight = 0;
    std::vector<std::chrono::nanoseconds>& pauses;
  };
  std::vector<std::chrono::nanoseconds> pauses;
  Run::start(run_of({job}), [&pauses](const JobSpec&, const ThreadSpec&) {
    return std::make_unique<Settling>(pauses);
  })->wait();
  ASSERT_FALSE(pauses.empty());
  for (const auto pause : pauses) {
    EXPECT_GT(pause, std::chrono::nanoseconds::zero());
    EXPECT_LE(pause, std::chrono::milliseconds(10));
  }
}

TEST(Run, same_seed__posts_the_same_operations) {
  std::vector<std::vector<Operation>> posted(2);
  for (auto& operations : posted) {
    JobSpec job = job_with_threads(1);
    job.pattern.read_percent = 50;
    job.iodepth = 8;
    job.number_ios = 2000;
    struct Logging final : Engine {
      explicit Logging(std::vector<Operation>& operations) : log(operations) {}
      bool submit(const Operation& operation, std::uint32_t slot) override {
        log.push_back(operation);
        return null.submit(operation, slot);
      }
      std::size_t poll(std::span<std::uint32_t> slots) override { return null.poll(slots); }
      void wait(std::chrono::nanoseconds) override {}
      void settle(std::chrono::nanoseconds) override {}
      NullEngine null{8};
      std::vector<Operation>& log;
    };
    Run::start(run_of({job}), [&operations](const JobSpec&, const ThreadSpec&) {
      return std::make_unique<Logging>(operations);
    })->wait();
  }
  ASSERT_EQ(posted[0].size(), 2000U);
  ASSERT_EQ(posted[1].size(), 2000U);
  for (std::size_t at = 0; at < 2000; ++at) {
    ASSERT_EQ(posted[0][at].direction, posted[1][at].direction);
    ASSERT_EQ(posted[0][at].offset_bytes, posted[1][at].offset_bytes);
  }
}

// Notes when its first operation is posted.
class FirstPostEngine : public Engine {
 public:
  FirstPostEngine(std::uint32_t iodepth, std::atomic<std::uint64_t>& first_ns)
      : inner_(iodepth), first_ns_(first_ns) {}
  bool submit(const Operation& operation, std::uint32_t slot) override {
    if (first_ns_ == 0) first_ns_ = now_ns();
    return inner_.submit(operation, slot);
  }
  std::size_t poll(std::span<std::uint32_t> slots) override { return inner_.poll(slots); }
  void wait(std::chrono::nanoseconds) override {}
  void settle(std::chrono::nanoseconds) override {}

 private:
  NullEngine inner_;
  std::atomic<std::uint64_t>& first_ns_;
};

TEST(Run, begun_at_a_time__does_nothing_before_it) {
  std::atomic<std::uint64_t> first_ns = 0;
  JobSpec job = job_with_threads(1);
  job.number_ios = 10;
  const auto run = Run::prepare(run_of({job}), [&](const JobSpec& spec, const ThreadSpec&) {
    return std::make_unique<FirstPostEngine>(spec.iodepth, first_ns);
  });
  const std::uint64_t start_ns = now_ns() + 50 * kNsPerMs;
  run->begin_at(start_ns);
  const RunSnapshot before = run->snapshot();
  if (now_ns() < start_ns) {
    EXPECT_EQ(before.elapsed_ns, 0U);
  }
  const RunResult result = run->wait();
  EXPECT_GE(first_ns, start_ns);
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 10U);
}

TEST(Run, begun_at_a_time_that_has_passed__begins_now) {
  JobSpec job = job_with_threads(1);
  job.number_ios = 10;
  const auto run = Run::prepare(run_of({job}), make_null_engine);
  const std::uint64_t before_ns = now_ns();
  run->begin_at(1);
  const RunResult result = run->wait();
  EXPECT_LE(result.elapsed_ns, now_ns() - before_ns);
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 10U);
}

TEST(Run, stopped_before_its_time__ends_at_once) {
  JobSpec job = job_with_threads(2);
  job.number_ios = 10;
  const auto run = Run::prepare(run_of({job}), make_null_engine);
  run->begin_at(now_ns() + 3600 * kNsPerSecond);
  run->stop();
  const RunResult result = run->wait();
  EXPECT_EQ(result.jobs[0].threads[0].directions.read.operations, 0U);
  EXPECT_EQ(result.elapsed_ns, 0U);
}

TEST(Run, never_begun__lets_its_threads_go) {
  Run::prepare(run_of({job_with_threads(3)}), make_null_engine);
}

}  // namespace
}  // namespace memvol::bench
