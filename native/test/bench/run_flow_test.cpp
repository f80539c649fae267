// Run: what starts and ends jobs.
#include <gtest/gtest.h>
#include <sched.h>

#include <mutex>
#include <set>
#include <vector>

#include "base/failure.hpp"
#include "run_fixture.hpp"
#include "stub_engine.hpp"

namespace memvol::bench {
namespace {

TEST(RunFlow, waiting_job__starts_when_the_other_has_ended) {
  JobSpec first = counted_job(50, 2);
  first.rates.target.read = Rate::operations(500);
  JobSpec second = counted_job(10);
  second.flow.wait_for = 0;
  JobSpec third = counted_job(10);
  third.flow.wait_for = 1;
  const auto run = Run::start(run_of({first, second, third}), make_null_engine);
  snapshot_when(*run, [](const RunSnapshot& now) {
    const bool first_ended =
        now.jobs[0].threads_running == 0 && now.jobs[0].directions.read.operations == 100;
    // Looked at before the first job's end was known, so it may have started since then.
    if (!first_ended && now.jobs[0].directions.read.operations < 90) {
      EXPECT_EQ(now.jobs[1].directions.read.operations, 0U);
    }
    return now.jobs[2].directions.read.operations == 10;
  });
  const RunResult result = run->wait();
  EXPECT_GE(result.elapsed_ns, 49 * kNsPerSecond / 500);
  EXPECT_EQ(reads_of(result, 1).operations, 10U);
}

TEST(RunFlow, stop__ends_a_job_that_waits_for_another_and_one_that_is_delayed) {
  JobSpec endless = job_with_threads(1);
  JobSpec waiting = counted_job(10);
  waiting.flow.wait_for = 0;
  JobSpec delayed = counted_job(10);
  delayed.flow.start_delay_min_ns = delayed.flow.start_delay_max_ns = 3600 * kNsPerSecond;
  const auto run = Run::start(run_of({endless, waiting, delayed}), make_null_engine);
  snapshot_when(*run,
                [](const RunSnapshot& now) { return now.jobs[0].directions.read.operations > 0; });
  run->stop();
  const RunResult result = run->wait();
  for (const std::size_t job : {1U, 2U}) {
    EXPECT_EQ(reads_of(result, job).operations, 0U);
    EXPECT_FALSE(result.jobs[job].threads[0].failure.has_value());
  }
}

TEST(RunFlow, job_that_waits_for_itself_or_a_later_one__is_refused) {
  for (const std::size_t other : {0U, 1U}) {
    JobSpec job = counted_job(1);
    job.flow.wait_for = other;
    try {
      Run::start(run_of({job, counted_job(1)}), make_null_engine);
      FAIL() << "was accepted";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), "usage");
    }
  }
}

TEST(RunFlow, start_delay__comes_before_the_first_operation_and_is_no_part_of_the_runtime) {
  JobSpec job = counted_job(10, 4);
  job.flow.start_delay_min_ns = 100 * kNsPerMs;
  job.flow.start_delay_max_ns = 200 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_GE(result.elapsed_ns, 100 * kNsPerMs);
  for (const ThreadResult& thread : result.jobs[0].threads) {
    EXPECT_EQ(thread.directions.read.operations, 10U);
    EXPECT_LT(thread.runtime_ns, 90 * kNsPerMs);
  }
}

TEST(RunFlow, job_that_ends_its_group__ends_that_group_alone) {
  JobSpec brief = counted_job(10);
  brief.flow.ends_group = true;
  brief.flow.group = 1;
  JobSpec fellow = job_with_threads(2);
  fellow.flow.group = 1;
  JobSpec other = counted_job(200);
  other.rates.target.read = Rate::operations(1000);
  const RunResult result = Run::start(run_of({other, brief, fellow}), make_null_engine)->wait();
  EXPECT_EQ(reads_of(result, 0).operations, 200U);
  EXPECT_EQ(reads_of(result, 1).operations, 10U);
  EXPECT_FALSE(result.jobs[2].threads[0].failure.has_value());
}

TEST(RunFlow, failure__ends_all_where_it_is_told_to) {
  StubBehaviour behaviour;
  behaviour.fails_at = [](std::uint64_t operation) { return operation == 20; };
  const auto make = [&](const JobSpec& job, const ThreadSpec&) -> std::unique_ptr<Engine> {
    if (job.number_ios > 0) return std::make_unique<StubEngine>(behaviour);
    return std::make_unique<NullEngine>(job.iodepth);
  };
  JobSpec failing = counted_job(100);
  failing.flow.ends_all_on_error = true;
  JobSpec endless = job_with_threads(1);
  endless.flow.group = 1;
  const RunResult result = Run::start(run_of({failing, endless}), make)->wait();
  EXPECT_TRUE(result.jobs[0].threads[0].failure.has_value());
  EXPECT_FALSE(result.jobs[1].threads[0].failure.has_value());
}

TEST(RunFlow, job_that_ends_the_run__ends_all_groups) {
  JobSpec brief = counted_job(10);
  brief.flow.ends_run = true;
  JobSpec endless = job_with_threads(2);
  endless.flow.group = 1;
  const RunResult result = Run::start(run_of({brief, endless}), make_null_engine)->wait();
  EXPECT_EQ(reads_of(result, 0).operations, 10U);
  EXPECT_FALSE(result.jobs[1].threads[0].failure.has_value());
}

// Counts what is in flight at once.
class CountingEngine final : public Engine {
 public:
  CountingEngine(StubBehaviour behaviour, std::uint32_t& most)
      : inner_(std::move(behaviour)), most_(most) {}
  bool submit(const Operation& operation, std::uint32_t slot) override {
    most_ = std::max(most_, ++in_flight_);
    return inner_.submit(operation, slot);
  }
  std::size_t poll(std::span<std::uint32_t> slots) override {
    const std::size_t completed = inner_.poll(slots);
    in_flight_ -= static_cast<std::uint32_t>(completed);
    return completed;
  }
  void wait(std::chrono::nanoseconds timeout) override { inner_.wait(timeout); }
  void settle(std::chrono::nanoseconds) override {}

 private:
  StubEngine inner_;
  std::uint32_t in_flight_ = 0;
  std::uint32_t& most_;
};

TEST(RunFlow, overlapping_operations__are_in_flight_together_unless_serialized) {
  for (const bool serializes : {false, true}) {
    JobSpec job = counted_job(20);
    job.iodepth = 4;
    job.size_bytes = 4096;
    job.flow.serializes_overlap = serializes;
    StubBehaviour behaviour;
    behaviour.stalls_at = [](std::uint64_t) { return std::chrono::milliseconds(1); };
    std::uint32_t most = 0;
    Run::start(run_of({job}), [&](const JobSpec&, const ThreadSpec&) {
      return std::make_unique<CountingEngine>(behaviour, most);
    })->wait();
    EXPECT_EQ(most, serializes ? 1U : 4U);
  }
}

TEST(RunFlow, loops__go_through_the_bounds_so_often_from_the_start) {
  struct Logging final : Engine {
    explicit Logging(std::vector<std::uint64_t>& to) : offsets(to) {}
    bool submit(const Operation& operation, std::uint32_t slot) override {
      offsets.push_back(operation.offset_bytes);
      return null.submit(operation, slot);
    }
    std::size_t poll(std::span<std::uint32_t> slots) override { return null.poll(slots); }
    void wait(std::chrono::nanoseconds) override {}
    void settle(std::chrono::nanoseconds) override {}
    NullEngine null{1};
    std::vector<std::uint64_t>& offsets;
  };
  std::vector<std::uint64_t> offsets;
  JobSpec job = counted_job(3);
  job.pattern.random = false;
  job.flow.loops = 3;
  Run::start(run_of({job}), [&](const JobSpec&, const ThreadSpec&) {
    return std::make_unique<Logging>(offsets);
  })->wait();
  const std::vector<std::uint64_t> one = {0, 4096, 8192};
  ASSERT_EQ(offsets.size(), 9U);
  for (std::size_t at = 0; at < 9; ++at) EXPECT_EQ(offsets[at], one[at % 3]);
}

TEST(RunFlow, thinking__takes_its_time_between_blocks) {
  JobSpec job = counted_job(20);
  job.flow.think_ns = 10 * kNsPerMs;
  job.flow.think_after = 4;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_EQ(reads_of(result).operations, 20U);
  // Four pauses between five blocks.
  EXPECT_GE(result.elapsed_ns, 40 * kNsPerMs);
  const ThreadUsage& usage = result.jobs[0].threads[0].usage;
  EXPECT_LT(usage.user_cpu_ns + usage.system_cpu_ns, 20 * kNsPerMs);
}

TEST(RunFlow, batches_and_marks__complete_every_operation) {
  for (const std::uint32_t batch : {0U, 3U, 8U}) {
    JobSpec job = counted_job(1001);
    job.iodepth = 8;
    job.flow.batch_submit = batch;
    job.flow.batch_complete_min = 2;
    job.flow.batch_complete_max = 5;
    job.flow.depth_low = 1;
    StubBehaviour behaviour;
    behaviour.stalls_at = [](std::uint64_t) { return std::chrono::microseconds(10); };
    const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
    ASSERT_FALSE(result.jobs[0].threads[0].failure.has_value());
    EXPECT_EQ(reads_of(result).operations, 1001U);
  }
}

TEST(RunFlow, batch_at_the_end__does_not_wait_for_room_that_never_comes) {
  JobSpec job = job_with_threads(1);
  job.iodepth = 8;
  job.flow.batch_submit = 8;
  job.runtime_ns = 50 * kNsPerMs;
  const RunResult result = Run::start(run_of({job}), make_null_engine)->wait();
  EXPECT_GT(reads_of(result).operations, 0U);
  EXPECT_LT(result.elapsed_ns, 5 * kNsPerSecond);
}

TEST(RunFlow, affinity__is_the_thread_s_own) {
  struct Looking final : Engine {
    explicit Looking(std::set<int>& to) : cpus(to) {}
    bool submit(const Operation& operation, std::uint32_t slot) override {
      cpus.insert(sched_getcpu());
      return null.submit(operation, slot);
    }
    std::size_t poll(std::span<std::uint32_t> slots) override { return null.poll(slots); }
    void wait(std::chrono::nanoseconds) override {}
    void settle(std::chrono::nanoseconds) override {}
    NullEngine null{1};
    std::set<int>& cpus;
  };
  cpu_set_t allowed;
  ASSERT_EQ(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    std::set<int> cpus;
    JobSpec job = counted_job(1000);
    job.threads[0].cpus = {static_cast<std::uint32_t>(cpu)};
    Run::start(run_of({job}), [&](const JobSpec&, const ThreadSpec&) {
      return std::make_unique<Looking>(cpus);
    })->wait();
    EXPECT_EQ(cpus, std::set<int>{cpu});
  }
}

TEST(RunFlow, processor_that_is_not_there__is_refused_before_the_start) {
  JobSpec job = counted_job(1);
  job.threads[0].cpus = {1023};
  try {
    Run::start(run_of({job}), make_null_engine);
    FAIL() << "was accepted";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "usage");
    EXPECT_NE(std::string(failure.what()).find("1023"), std::string::npos);
  }
}

}  // namespace
}  // namespace memvol::bench
