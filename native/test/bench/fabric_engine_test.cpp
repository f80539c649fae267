// FabricEngine against a device in this process.
#include "bench/fabric_engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "../support/test_fabric.hpp"
#include "bench/engine_factory.hpp"
#include "client/transfer.hpp"
#include "device/device.hpp"
#include "run_fixture.hpp"

namespace memvol::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kVolumeBytes = std::size_t{1} << 20;
constexpr std::size_t kRegionBytes = 4096;

class FabricEngineTest : public testing::Test {
 protected:
  FabricEngineTest()
      : device_(std::make_unique<device::Device>(device::DeviceOptions{
            .connections = {.address = test_address(),
                            .progress = {.thread_count = 1, .spin = 20us}}})) {
    device_->create_volume("v", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
  }

  Connection connection(Rights rights = {.read = true, .write = true},
                        observation::Mode observe = observation::Mode::kNone) {
    const auto ticket = device_->issue_ticket({.session_id = std::to_string(++sessions_),
                                               .volume_id = "v",
                                               .client = "test",
                                               .offset_bytes = 0,
                                               .length_bytes = kVolumeBytes,
                                               .rights = rights,
                                               .observe = observe},
                                              {}, 10s);
    return {.address = device_->address(),
            .ticket = {reinterpret_cast<const char*>(ticket.data()), ticket.size()}};
  }

  JobSpec job(std::size_t threads, std::uint32_t read_percent) {
    JobSpec job = job_with_threads(threads);
    job.engine = EngineKind::kFabric;
    job.pattern.read_percent = read_percent;
    job.size_bytes = kVolumeBytes;
    for (ThreadSpec& thread : job.threads) thread.connection = connection();
    return job;
  }

  std::string refusal_code(const JobSpec& job) {
    try {
      FabricEngine(job, job.threads[0]);
    } catch (const Failure& failure) {
      return failure.code();
    }
    return "accepted";
  }

  std::unique_ptr<device::Device> device_;
  int sessions_ = 0;
};

TEST_F(FabricEngineTest, written_pass__fills_every_sector_with_bytes_of_its_own) {
  JobSpec writes = job(1, 0);
  writes.iodepth = 8;
  writes.io_size_bytes = kVolumeBytes;
  const RunResult result = Run::start(run_of({writes}), make_engine)->wait();
  ASSERT_FALSE(result.jobs[0].threads[0].failure.has_value());
  EXPECT_EQ(result.jobs[0].threads[0].directions.write.operations, kVolumeBytes / 4096);
  EXPECT_GT(result.jobs[0].threads[0].directions.write.service.moments.min_ns, 0U);

  const Connection reader = connection();
  const auto session =
      client::Session::connect({.address = reader.address, .ticket = reader.ticket, .timeout = 5s});
  std::vector<std::byte> bytes(kVolumeBytes);
  client::read_bytes(*session, 0, bytes, 5s);
  std::set<std::string> sectors;
  for (std::size_t at = 0; at < kVolumeBytes; at += 512) {
    sectors.emplace(reinterpret_cast<const char*>(&bytes[at]), 512);
  }
  EXPECT_EQ(sectors.size(), kVolumeBytes / 512);
}

TEST_F(FabricEngineTest, atomic_operations__are_counted_by_the_word_that_they_are_on) {
  for (const atomics::Kind kind : {atomics::Kind::kFetchAdd, atomics::Kind::kCompareSwap}) {
    // Alone and one after the other each swap finds what it expects.
    const bool adds = kind == atomics::Kind::kFetchAdd;
    JobSpec atomic = job(adds ? 2 : 1, 0);
    for (ThreadSpec& thread : atomic.threads) thread.connection = connection({.atomic = true});
    atomic.atomic = kind;
    atomic.pattern.block_sizes.write = BlockSizes::of(8);
    atomic.offset_bytes = adds ? 64 : 128;
    atomic.size_bytes = 8;
    atomic.number_ios = 500;
    atomic.iodepth = adds ? 8 : 1;
    const RunResult result = Run::start(run_of({atomic}), make_engine)->wait();
    for (const ThreadResult& thread : result.jobs[0].threads) {
      ASSERT_FALSE(thread.failure.has_value()) << thread.failure->what();
      EXPECT_EQ(thread.directions.write.operations, 500U);
      EXPECT_EQ(thread.directions.write.bytes, 4000U);
    }
    const Connection reader = connection();
    const auto session = client::Session::connect(
        {.address = reader.address, .ticket = reader.ticket, .timeout = 5s});
    std::vector<std::byte> bytes(8);
    client::read_bytes(*session, atomic.offset_bytes, bytes, 5s);
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    EXPECT_EQ(word, adds ? 1000U : 500U);
  }
}

TEST_F(FabricEngineTest, atomic_operations__need_their_own_right_and_words) {
  JobSpec atomic = job(1, 0);
  atomic.atomic = atomics::Kind::kFetchAdd;
  atomic.pattern.block_sizes.write = BlockSizes::of(8);
  EXPECT_EQ(refusal_code(atomic), "access_denied");
  const auto refused = [](const JobSpec& job) {
    try {
      check_spec(run_of({job}));
    } catch (const Failure&) {
      return true;
    }
    return false;
  };
  EXPECT_FALSE(refused(atomic));
  JobSpec blocks = atomic;
  blocks.pattern.block_sizes.write = BlockSizes::of(16);
  EXPECT_TRUE(refused(blocks));
  JobSpec reads = atomic;
  reads.pattern.read_percent = 50;
  EXPECT_TRUE(refused(reads));
  JobSpec nowhere = atomic;
  nowhere.engine = EngineKind::kNull;
  EXPECT_TRUE(refused(nowhere));
}

TEST_F(FabricEngineTest, trims__leave_zeros_and_count_as_trims) {
  JobSpec writes = job(1, 0);
  writes.io_size_bytes = kVolumeBytes;
  ASSERT_FALSE(Run::start(run_of({writes}), make_engine)->wait().jobs[0].threads[0].failure);
  JobSpec trims = job(1, 100);
  trims.iodepth = 4;
  trims.pattern.trims = Trims::kOnly;
  trims.pattern.block_sizes.trim = BlockSizes::of(8192);
  trims.offset_bytes = kVolumeBytes / 2;
  trims.size_bytes = kVolumeBytes / 2;
  trims.io_size_bytes = trims.size_bytes;
  const RunResult result = Run::start(run_of({trims}), make_engine)->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  ASSERT_FALSE(thread.failure.has_value());
  EXPECT_EQ(thread.directions.trim.operations, kVolumeBytes / 2 / 8192);
  EXPECT_EQ(thread.directions.trim.bytes, kVolumeBytes / 2);
  EXPECT_EQ(thread.directions.read.operations + thread.directions.write.operations, 0U);

  const Connection reader = connection();
  const auto session =
      client::Session::connect({.address = reader.address, .ticket = reader.ticket, .timeout = 5s});
  std::vector<std::byte> bytes(kVolumeBytes);
  client::read_bytes(*session, 0, bytes, 5s);
  const auto middle = bytes.begin() + kVolumeBytes / 2;
  EXPECT_EQ(std::count(middle, bytes.end(), std::byte{0}),
            static_cast<std::ptrdiff_t>(kVolumeBytes / 2));
  EXPECT_LT(std::count(bytes.begin(), middle, std::byte{0}),
            static_cast<std::ptrdiff_t>(kVolumeBytes / 100));
}

TEST_F(FabricEngineTest, trims__need_the_right_to_write) {
  JobSpec trims = job(1, 100);
  trims.pattern.trims = Trims::kOnly;
  trims.threads[0].connection = connection({.read = true, .write = false});
  EXPECT_EQ(refusal_code(trims), "access_denied");
}

TEST_F(FabricEngineTest, lengths_of_a_range__all_complete_and_their_bytes_are_counted) {
  JobSpec mixed = job(2, 50);
  mixed.iodepth = 8;
  mixed.number_ios = 400;
  const BlockSizes sizes = {.min_bytes = 512, .max_bytes = 16'384, .unaligned = true, .split = {}};
  mixed.pattern.block_sizes = {sizes, sizes, sizes};
  const RunResult result = Run::start(run_of({mixed}), make_engine)->wait();
  for (const ThreadResult& thread : result.jobs[0].threads) {
    ASSERT_FALSE(thread.failure.has_value()) << thread.failure->what();
    const std::uint64_t bytes = thread.directions.read.bytes + thread.directions.write.bytes;
    // The mean is 8448 with a deviation of 4583; six deviations of the mean of 400.
    EXPECT_NEAR(static_cast<double>(bytes) / 400, 8448, 1375);
  }
}

TEST_F(FabricEngineTest, mixed_threads__all_complete) {
  JobSpec mixed = job(4, 50);
  mixed.iodepth = 16;
  mixed.number_ios = 500;
  RunSpec spec = run_of({mixed});
  spec.spin_ns = 20'000;
  const RunResult result = Run::start(spec, make_engine)->wait();
  for (const ThreadResult& thread : result.jobs[0].threads) {
    ASSERT_FALSE(thread.failure.has_value()) << thread.failure->what();
    EXPECT_EQ(thread.directions.read.operations + thread.directions.write.operations, 500U);
  }
}

TEST_F(FabricEngineTest, device_gone_in_flight__fails_the_threads_and_ends_the_run) {
  // A job each, so that the snapshot tells of both threads.
  std::vector<JobSpec> jobs = {job(1, 100), job(1, 100)};
  for (JobSpec& reads : jobs) reads.iodepth = 8;
  RunSpec spec = run_of(jobs);
  spec.operation_timeout_ns = 2 * kNsPerSecond;
  const auto run = Run::start(spec, make_engine);
  snapshot_when(*run, [](const RunSnapshot& now) {
    return now.jobs[0].directions.read.operations > 100 &&
           now.jobs[1].directions.read.operations > 100;
  });
  device_.reset();
  const RunResult result = run->wait();
  for (const JobResult& job : result.jobs) {
    const ThreadResult& thread = job.threads.at(0);
    ASSERT_TRUE(thread.failure.has_value());
    EXPECT_EQ(thread.failure->code(), "session_ended");
    EXPECT_GT(thread.directions.read.operations, 0U);
  }
}

TEST_F(FabricEngineTest, ticket_of_nobody__is_refused_by_start) {
  JobSpec reads = job(2, 100);
  reads.threads[1].connection->ticket.assign(reads.threads[1].connection->ticket.size(), 'x');
  try {
    Run::start(run_of({reads}), make_engine);
    FAIL() << "started";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "ticket_refused");
  }
}

class ObservedEngineTest : public FabricEngineTest,
                           public testing::WithParamInterface<observation::Mode> {
 protected:
  JobSpec observed_writes() {
    JobSpec writes = job(1, 0);
    writes.threads[0].connection = connection({.read = false, .write = true}, GetParam());
    return writes;
  }
  std::uint64_t writes_counted() {
    const auto statistics = device_->observer().statistics("v", observer::kCreationPoint);
    return statistics.traffic[static_cast<std::size_t>(observation::OperationType::kWrite)]
        .operations;
  }
};

TEST_P(ObservedEngineTest, run__leaves_nothing_untold) {
  JobSpec writes = observed_writes();
  writes.iodepth = 8;
  writes.number_ios = 1001;
  writes.notify.linger = 1h;
  const RunResult result = Run::start(run_of({writes}), make_engine)->wait();
  ASSERT_FALSE(result.jobs[0].threads[0].failure.has_value());
  while (!device_->sessions().empty()) std::this_thread::yield();
  EXPECT_EQ(writes_counted(), 1001U);
  device_->observer().dirty("v", observer::kCreationPoint);
  EXPECT_EQ(device_->observer().statistics("v", observer::kCreationPoint).regions_hashed, 0U);
}

TEST_P(ObservedEngineTest, sleeping_thread__has_told_what_it_did) {
  JobSpec writes = observed_writes();
  writes.rates.target.write = Rate::operations(1);
  const auto run = Run::start(run_of({writes}), make_engine);
  while (writes_counted() == 0) std::this_thread::yield();
  EXPECT_LE(run->snapshot().jobs[0].directions.write.operations, 1U);
  run->stop();
  run->wait();
}

INSTANTIATE_TEST_SUITE_P(modes, ObservedEngineTest,
                         testing::Values(observation::Mode::kImmediate, observation::Mode::kMessage,
                                         observation::Mode::kScratch));

TEST_F(FabricEngineTest, job_beyond_its_grant__is_refused) {
  JobSpec beyond = job(1, 100);
  beyond.offset_bytes = 4096;
  EXPECT_EQ(refusal_code(beyond), "range_invalid");
  JobSpec writing = job(1, 50);
  writing.threads[0].connection = connection({.read = true, .write = false});
  EXPECT_EQ(refusal_code(writing), "access_denied");
  JobSpec unconnected = job(1, 100);
  unconnected.threads[0].connection.reset();
  EXPECT_EQ(refusal_code(unconnected), "usage");
}

}  // namespace
}  // namespace memvol::bench
