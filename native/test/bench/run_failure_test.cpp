// Run with engines that fail, stay silent or cannot be made: it always ends, in bounded time.
#include <gtest/gtest.h>

#include "bench/run.hpp"
#include "run_fixture.hpp"
#include "stub_engine.hpp"

namespace memvol::bench {
namespace {

TEST(RunFailure, engine_throws__ends_its_thread_alone_and_keeps_what_was_measured) {
  JobSpec job = job_with_threads(2);
  job.iodepth = 4;
  job.number_ios = 1000;
  const auto run = Run::start(run_of({job}), [](const JobSpec&, const ThreadSpec& thread) {
    StubBehaviour behaviour;
    if (thread.seed == 0) {
      behaviour.fails_at = [](std::uint64_t operation) { return operation == 100; };
    }
    return std::make_unique<StubEngine>(behaviour);
  });
  const RunResult result = run->wait();
  const ThreadResult& failed = result.jobs[0].threads[0];
  ASSERT_TRUE(failed.failure.has_value());
  EXPECT_EQ(failed.failure->code(), "session_ended");
  EXPECT_EQ(failed.failure->operation(), "fi_read");
  EXPECT_EQ(failed.failure->number(), 104);
  EXPECT_STREQ(failed.failure->what(), "the device closed the connection");
  // What was in flight, and the one that could not be posted, got no answer.
  EXPECT_EQ(failed.directions.read.operations + failed.directions.read.errors, 101U);
  EXPECT_GE(failed.directions.read.errors, 1U);
  EXPECT_LE(failed.directions.read.errors, 4U);
  const ThreadResult& other = result.jobs[0].threads[1];
  EXPECT_FALSE(other.failure.has_value());
  EXPECT_EQ(other.directions.read.operations, 1000U);
  const RunSnapshot snapshot = run->snapshot();
  EXPECT_EQ(snapshot.jobs[0].threads_failed, 1U);
  EXPECT_EQ(snapshot.jobs[0].directions.read.errors, failed.directions.read.errors);
  EXPECT_EQ(snapshot.jobs[0].in_flight, 0U);
}

class SilentDevice : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SilentDevice, thread__fails_after_the_operation_timeout) {
  JobSpec job = job_with_threads(1);
  job.pattern.read_percent = 0;
  job.iodepth = 3;
  StubBehaviour behaviour;
  behaviour.silent_at = [](std::uint64_t operation) { return operation >= 10; };
  RunSpec spec = run_of({job});
  spec.operation_timeout_ns = 150 * kNsPerMs;
  spec.spin_ns = GetParam();
  const RunResult result = Run::start(spec, stub_factory(behaviour))->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  ASSERT_TRUE(thread.failure.has_value());
  EXPECT_EQ(thread.failure->code(), "io_failed");
  EXPECT_STREQ(thread.failure->what(), "the device did not answer for 0.15 s");
  EXPECT_EQ(thread.directions.write.operations, 10U);
  EXPECT_EQ(thread.directions.write.errors, 3U);
  EXPECT_GE(result.elapsed_ns, spec.operation_timeout_ns);
  EXPECT_LT(result.elapsed_ns, 2 * kNsPerSecond);
}

INSTANTIATE_TEST_SUITE_P(SpinNs, SilentDevice, testing::Values(0, 50'000, 1'000'000'000));

TEST(RunFailure, silent_device_at_stop__is_waited_for_no_longer_than_the_timeout) {
  JobSpec job = job_with_threads(1);
  StubBehaviour behaviour;
  behaviour.silent_at = [](std::uint64_t) { return true; };
  RunSpec spec = run_of({job});
  spec.operation_timeout_ns = 100 * kNsPerMs;
  const auto run = Run::start(spec, stub_factory(behaviour));
  run->stop();
  const RunResult result = run->wait();
  EXPECT_LT(result.elapsed_ns, 2 * kNsPerSecond);
  if (result.jobs[0].threads[0].failure) {
    EXPECT_EQ(result.jobs[0].threads[0].failure->code(), "io_failed");
    EXPECT_EQ(result.jobs[0].threads[0].directions.read.errors, 1U);
  }
}

TEST(RunFailure, engine_busy_for_ever__fails_after_the_operation_timeout) {
  StubBehaviour behaviour;
  behaviour.busy_at = [](std::uint64_t) { return 1'000'000'000; };
  RunSpec spec = run_of({job_with_threads(1)});
  spec.operation_timeout_ns = 100 * kNsPerMs;
  const RunResult result = Run::start(spec, stub_factory(behaviour))->wait();
  ASSERT_TRUE(result.jobs[0].threads[0].failure.has_value());
  EXPECT_EQ(result.jobs[0].threads[0].failure->code(), "io_failed");
}

TEST(RunFailure, operations_that_fail_where_they_may__are_counted_and_have_no_latency) {
  JobSpec job = job_with_threads(1);
  job.number_ios = 1000;
  job.iodepth = 4;
  job.flow.continues_on_error.read = true;
  StubBehaviour behaviour;
  behaviour.errs_at = [](std::uint64_t operation) { return operation % 10 == 3; };
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  EXPECT_FALSE(thread.failure.has_value()) << thread.failure->what();
  EXPECT_EQ(thread.directions.read.errors, 100U);
  EXPECT_EQ(thread.directions.read.operations, 900U);
  EXPECT_EQ(thread.directions.read.service.moments.count, 900U);
}

TEST(RunFailure, block_that_cannot_be_read_back__fails_whatever_errors_may_be) {
  JobSpec job = job_with_threads(1);
  job.engine = EngineKind::kFile;
  job.pattern.read_percent = 0;
  job.number_ios = 10;
  job.verify.method = VerifyMethod::kCrc32c;
  job.flow.continues_on_error = {true, true, true};
  StubBehaviour behaviour;
  behaviour.errs_at = [](std::uint64_t operation) { return operation >= 10; };
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  ASSERT_TRUE(result.jobs[0].threads[0].failure.has_value());
  EXPECT_EQ(result.jobs[0].threads[0].failure->code(), "io_failed");
}

TEST(RunFailure, thread_cannot_connect__start_throws_and_no_operation_was_posted) {
  std::atomic<int> posted = 0;
  struct Counting final : Engine {
    explicit Counting(std::atomic<int>& counter) : posted(counter) {}
    bool submit(const Operation&, std::uint32_t) override {
      ++posted;
      return true;
    }
    std::size_t poll(std::span<std::uint32_t>) override { return 0; }
    void wait(std::chrono::nanoseconds) override {}
    void settle(std::chrono::nanoseconds) override {}
    std::atomic<int>& posted;
  };
  const auto factory = [&posted](const JobSpec&,
                                 const ThreadSpec& thread) -> std::unique_ptr<Engine> {
    if (thread.seed == 2) {
      throw Failure("ticket_refused", "fi_connect", 111, "the device refused the ticket");
    }
    return std::make_unique<Counting>(posted);
  };
  try {
    Run::start(run_of({job_with_threads(4)}), factory);
    FAIL() << "started";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "ticket_refused");
    EXPECT_EQ(failure.number(), 111);
  }
  EXPECT_EQ(posted, 0);
}

TEST(RunFailure, impossible_job__is_refused_before_anything_connects) {
  JobSpec job = job_with_threads(1);
  job.size_bytes = 512;
  EXPECT_THROW(Run::start(run_of({job}),
                          [](const JobSpec&, const ThreadSpec&) -> std::unique_ptr<Engine> {
                            ADD_FAILURE() << "connected";
                            return nullptr;
                          }),
               Failure);
}

}  // namespace
}  // namespace memvol::bench
