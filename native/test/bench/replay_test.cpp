// Runs that replay a log: order, places, times, bounds.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "run_fixture.hpp"
#include "stub_engine.hpp"

namespace memvol::bench {
namespace {

JobSpec replay_of(std::vector<ReplayEntry> entries) {
  JobSpec job = job_with_threads(1);
  job.pattern.replayed = {.read = true, .write = true, .trim = true};
  job.pattern.block_sizes = {
      .read = BlockSizes{.min_bytes = 512, .max_bytes = 8192, .unaligned = false, .split = {}},
      .write = BlockSizes{.min_bytes = 512, .max_bytes = 8192, .unaligned = false, .split = {}},
      .trim = BlockSizes{.min_bytes = 512, .max_bytes = 8192, .unaligned = false, .split = {}}};
  job.iodepth = 4;
  job.threads[0].replay = std::move(entries);
  return job;
}

const std::vector<ReplayEntry> kLog = {
    {.direction = Direction::kWrite, .offset_bytes = 8192, .length_bytes = 4096, .due_ns = 0},
    {.direction = Direction::kRead, .offset_bytes = 512, .length_bytes = 512, .due_ns = 30'000'000},
    {.direction = Direction::kTrim,
     .offset_bytes = 1 << 16,
     .length_bytes = 8192,
     .due_ns = 60'000'000},
};

// What was posted, and when, from the start on.
struct Posted {
  Operation operation;
  std::uint64_t at_ns;
};

class RecordingEngine final : public Engine {
 public:
  RecordingEngine(std::uint32_t iodepth, std::vector<Posted>& posted)
      : inner_(iodepth), posted_(posted) {}
  bool submit(const Operation& operation, std::uint32_t slot) override {
    posted_.push_back({.operation = operation, .at_ns = now_ns()});
    return inner_.submit(operation, slot);
  }
  std::size_t poll(std::span<std::uint32_t> slots) override { return inner_.poll(slots); }
  void wait(std::chrono::nanoseconds timeout) override { inner_.wait(timeout); }
  void settle(std::chrono::nanoseconds) override {}

 private:
  NullEngine inner_;
  std::vector<Posted>& posted_;
};

RunResult run(const JobSpec& job, std::vector<Posted>& posted) {
  return Run::start(run_of({job}),
                    [&](const JobSpec& spec, const ThreadSpec&) {
                      return std::make_unique<RecordingEngine>(spec.iodepth, posted);
                    })
      ->wait();
}

TEST(Replay, log__is_done_operation_for_operation_from_where_the_range_starts) {
  JobSpec job = replay_of(kLog);
  job.offset_bytes = 1 << 20;
  job.threads[0].offset_bytes = 4096;
  std::vector<Posted> posted;
  const RunResult result = run(job, posted);
  ASSERT_EQ(posted.size(), kLog.size());
  for (std::size_t i = 0; i < kLog.size(); ++i) {
    EXPECT_EQ(posted[i].operation.direction, kLog[i].direction);
    EXPECT_EQ(posted[i].operation.offset_bytes, (1 << 20) + 4096 + kLog[i].offset_bytes);
    EXPECT_EQ(posted[i].operation.length_bytes, kLog[i].length_bytes);
  }
  const auto& directions = result.jobs[0].threads[0].directions;
  EXPECT_EQ(directions.write.bytes, 4096U);
  EXPECT_EQ(directions.read.bytes, 512U);
  EXPECT_EQ(directions.trim.bytes, 8192U);
}

TEST(Replay, times_that_count__no_operation_is_early) {
  JobSpec job = replay_of(kLog);
  job.replay_timed = true;
  std::vector<Posted> posted;
  const auto run = Run::prepare(run_of({job}), [&](const JobSpec& spec, const ThreadSpec&) {
    return std::make_unique<RecordingEngine>(spec.iodepth, posted);
  });
  const std::uint64_t start_ns = now_ns() + 10 * kNsPerMs;
  run->begin_at(start_ns);
  run->wait();
  ASSERT_EQ(posted.size(), kLog.size());
  for (std::size_t i = 0; i < kLog.size(); ++i) {
    EXPECT_GE(posted[i].at_ns, start_ns + kLog[i].due_ns);
  }
}

TEST(Replay, stalled_device__is_seen_in_the_response_time_of_what_was_due_meanwhile) {
  std::vector<ReplayEntry> log;
  for (std::uint64_t i = 0; i < 20; ++i) {
    log.push_back({.direction = Direction::kRead,
                   .offset_bytes = 0,
                   .length_bytes = 512,
                   .due_ns = i * kNsPerMs});
  }
  JobSpec job = replay_of(log);
  job.replay_timed = true;
  job.iodepth = 1;
  StubBehaviour behaviour;
  behaviour.stalls_at = [](std::uint64_t operation) {
    return std::chrono::milliseconds(operation == 0 ? 50 : 0);
  };
  const RunResult result = Run::start(run_of({job}), stub_factory(behaviour))->wait();
  const DirectionResult& read = result.jobs[0].threads[0].directions.read;
  EXPECT_EQ(read.operations, 20U);
  EXPECT_GE(read.late_starts, 19U);
  // On average they waited for about half of the stall, and for the one that stalled in service.
  EXPECT_GE(read.response.moments.mean_ns, 35.0 * kNsPerMs);
}

TEST(Replay, runtime_before_the_log_s_end__ends_it) {
  std::vector<ReplayEntry> log = kLog;
  log.back().due_ns = 3600 * kNsPerSecond;
  JobSpec job = replay_of(log);
  job.replay_timed = true;
  job.runtime_ns = 100 * kNsPerMs;
  std::vector<Posted> posted;
  run(job, posted);
  EXPECT_EQ(posted.size(), 2U);
}

std::string refusal_of(const JobSpec& job) {
  try {
    check_spec(run_of({job}));
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "accepted";
}

TEST(Replay, entry_that_leaves_the_range_or_the_buffers__is_refused) {
  EXPECT_EQ(refusal_of(replay_of(kLog)), "accepted");
  EXPECT_EQ(refusal_of(replay_of({})), "usage");
  const std::uint64_t size_bytes = 1 << 20;
  const auto with = [](std::uint64_t offset, std::uint64_t length) {
    return replay_of({{.direction = Direction::kRead,
                       .offset_bytes = offset,
                       .length_bytes = length,
                       .due_ns = 0}});
  };
  EXPECT_EQ(refusal_of(with(size_bytes - 512, 512)), "accepted");
  EXPECT_EQ(refusal_of(with(size_bytes - 511, 512)), "range_invalid");
  EXPECT_EQ(refusal_of(with(~std::uint64_t{0}, 512)), "range_invalid");
  EXPECT_EQ(refusal_of(with(0, 0)), "usage");
  EXPECT_EQ(refusal_of(with(0, 8193)), "usage");
  JobSpec other = with(0, 512);
  other.pattern.replayed = {.read = false, .write = true, .trim = false};
  EXPECT_EQ(refusal_of(other), "usage");
}

}  // namespace
}  // namespace memvol::bench
