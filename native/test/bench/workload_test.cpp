// Workload: coverage, wrapping, mixing, bounds, and that a seed decides everything.
#include "bench/workload.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "base/failure.hpp"

namespace memvol::bench {
namespace {

JobSpec job_of(std::uint64_t size_bytes, std::uint64_t block_size_bytes) {
  JobSpec job;
  job.size_bytes = size_bytes;
  job.pattern.block_sizes = {BlockSizes::of(block_size_bytes), BlockSizes::of(block_size_bytes)};
  job.threads.emplace_back();
  return job;
}

ThreadSpec seeded(std::uint64_t seed) {
  return {.connection = {}, .seed = seed, .offset_bytes = 0, .cpus = {}, .replay = {}};
}

Operation next(Workload& workload) { return workload.next(workload.draw_direction()); }

TEST(Workload, sequential__starts_over_at_the_last_whole_block) {
  JobSpec job = job_of(10'000, 4096);
  job.offset_bytes = 512;
  Workload workload(job, seeded(1));
  for (const std::uint64_t offset : {512U, 4608U, 512U, 4608U}) {
    const Operation operation = next(workload);
    EXPECT_EQ(operation.offset_bytes, offset);
    EXPECT_EQ(operation.length_bytes, 4096U);
    EXPECT_EQ(operation.direction, Direction::kRead);
  }
}

TEST(Workload, sequential_mix__has_a_position_for_each_direction) {
  JobSpec job = job_of(1 << 20, 4096);
  job.pattern.read_percent = 50;
  job.pattern.block_sizes.write = BlockSizes::of(8192);
  Workload workload(job, seeded(1));
  ByDirection<std::uint64_t> expected;
  for (int draw = 0; draw < 100; ++draw) {
    const Operation operation = next(workload);
    EXPECT_EQ(operation.offset_bytes, expected[operation.direction]);
    expected[operation.direction] += operation.length_bytes;
  }
}

TEST(Workload, random__covers_each_block_once_in_every_pass) {
  JobSpec job = job_of(1000 * 512 + 100, 512);
  job.offset_bytes = 4096;
  job.pattern.random = true;
  job.pattern.read_percent = 0;
  Workload workload(job, seeded(3));
  std::vector<std::uint64_t> previous_order;
  for (int pass = 0; pass < 3; ++pass) {
    std::vector<std::uint64_t> order;
    std::set<std::uint64_t> offsets;
    for (int block = 0; block < 1000; ++block) {
      const Operation operation = next(workload);
      EXPECT_EQ(operation.direction, Direction::kWrite);
      EXPECT_EQ((operation.offset_bytes - 4096) % 512, 0U);
      order.push_back(operation.offset_bytes);
      offsets.insert(operation.offset_bytes);
    }
    EXPECT_EQ(offsets.size(), 1000U);
    EXPECT_EQ(*offsets.begin(), 4096U);
    EXPECT_EQ(*offsets.rbegin(), 4096U + 999 * 512);
    EXPECT_NE(order, previous_order);
    previous_order = order;
  }
}

TEST(Workload, random_mix_of_one_size__covers_each_block_once_by_either_direction) {
  JobSpec job = job_of(500 * 4096, 4096);
  job.pattern.random = true;
  job.pattern.read_percent = 70;
  Workload workload(job, seeded(3));
  std::set<std::uint64_t> offsets;
  for (int block = 0; block < 500; ++block) offsets.insert(next(workload).offset_bytes);
  EXPECT_EQ(offsets.size(), 500U);
}

TEST(Workload, random_mix_of_two_sizes__covers_the_range_in_each_direction) {
  JobSpec job = job_of(64 * 8192, 4096);
  job.pattern.block_sizes.write = BlockSizes::of(8192);
  job.pattern.random = true;
  job.pattern.read_percent = 50;
  Workload workload(job, seeded(3));
  for (const Direction direction : {Direction::kRead, Direction::kWrite}) {
    const std::uint64_t block_size_bytes = job.pattern.block_sizes[direction].min_bytes;
    const std::uint64_t blocks = job.size_bytes / block_size_bytes;
    std::set<std::uint64_t> offsets;
    for (std::uint64_t block = 0; block < blocks; ++block) {
      const Operation operation = workload.next(direction);
      EXPECT_EQ(operation.offset_bytes % block_size_bytes, 0U);
      EXPECT_EQ(operation.length_bytes, block_size_bytes);
      offsets.insert(operation.offset_bytes);
    }
    EXPECT_EQ(offsets.size(), blocks);
  }
}

TEST(Workload, mix__has_the_share_of_reads_asked_for) {
  JobSpec job = job_of(1 << 20, 4096);
  job.pattern.read_percent = 70;
  Workload workload(job, seeded(8));
  int reads = 0;
  for (int draw = 0; draw < 100'000; ++draw) {
    reads += next(workload).direction == Direction::kRead;
  }
  EXPECT_NEAR(reads, 70'000, 1000);
}

TEST(Workload, seed__decides_every_operation) {
  JobSpec job = job_of(1 << 20, 4096);
  job.pattern.random = true;
  job.pattern.read_percent = 50;
  Workload first(job, seeded(42));
  Workload same(job, seeded(42));
  Workload other(job, seeded(43));
  int equal_to_other = 0;
  for (int draw = 0; draw < 1000; ++draw) {
    const Operation operation = next(first);
    const Operation again = next(same);
    ASSERT_EQ(operation.direction, again.direction);
    ASSERT_EQ(operation.offset_bytes, again.offset_bytes);
    equal_to_other += operation.offset_bytes == next(other).offset_bytes;
  }
  EXPECT_LT(equal_to_other, 50);
}

TEST(Workload, clone__has_a_range_of_its_own) {
  const JobSpec job = job_of(8192, 4096);
  Workload workload(job,
                    {.connection = {}, .seed = 1, .offset_bytes = 100, .cpus = {}, .replay = {}});
  for (const std::uint64_t offset : {100U, 4196U, 100U}) {
    EXPECT_EQ(next(workload).offset_bytes, offset);
  }
}

TEST(Workload, trims__are_the_only_direction) {
  JobSpec job = job_of(64 * 4096, 4096);
  job.pattern.random = true;
  job.pattern.trims = Trims::kOnly;
  job.pattern.block_sizes.trim = BlockSizes::of(8192);
  Workload workload(job, seeded(1));
  std::set<std::uint64_t> offsets;
  for (int block = 0; block < 32; ++block) {
    const Operation operation = next(workload);
    EXPECT_EQ(operation.direction, Direction::kTrim);
    EXPECT_EQ(operation.length_bytes, 8192U);
    offsets.insert(operation.offset_bytes);
  }
  EXPECT_EQ(offsets.size(), 32U);
}

class TrimBeforeWrite : public testing::TestWithParam<bool> {};

TEST_P(TrimBeforeWrite, write__is_where_the_trim_was_and_as_long) {
  JobSpec job = job_of(1 << 20, 4096);
  job.pattern.random = GetParam();
  job.pattern.trims = Trims::kBeforeWrite;
  job.pattern.block_sizes.trim = {
      .min_bytes = 512, .max_bytes = 8192, .unaligned = false, .split = {}};
  job.number_ios = 100;
  Workload workload(job, seeded(1));
  int pairs = 0;
  for (; !workload.exhausted(); ++pairs) {
    const Operation trim = next(workload);
    const Operation write = next(workload);
    ASSERT_EQ(trim.direction, Direction::kTrim);
    ASSERT_EQ(write.direction, Direction::kWrite);
    EXPECT_EQ(write.offset_bytes, trim.offset_bytes);
    EXPECT_EQ(write.length_bytes, trim.length_bytes);
  }
  // As in fio, the bound holds for each of the two kinds.
  EXPECT_EQ(pairs, 100);
}

INSTANTIATE_TEST_SUITE_P(Orders, TrimBeforeWrite, testing::Bool());

std::uint64_t operations_until_exhausted(const JobSpec& job) {
  Workload workload(job, seeded(1));
  std::uint64_t operations = 0;
  while (!workload.exhausted()) {
    next(workload);
    ++operations;
  }
  return operations;
}

TEST(Workload, number_ios__ends_after_so_many_operations) {
  JobSpec job = job_of(1 << 20, 4096);
  job.number_ios = 17;
  EXPECT_EQ(operations_until_exhausted(job), 17U);
}

TEST(Workload, io_size__ends_when_so_many_bytes_are_issued) {
  JobSpec job = job_of(1 << 20, 4096);
  job.io_size_bytes = 3 * 4096;
  EXPECT_EQ(operations_until_exhausted(job), 3U);
  // The last operation may exceed the bound, as in fio.
  job.io_size_bytes = 3 * 4096 + 1;
  EXPECT_EQ(operations_until_exhausted(job), 4U);
  // More than the range: it is gone over again.
  job.io_size_bytes = 4 << 20;
  EXPECT_EQ(operations_until_exhausted(job), 1024U);
}

TEST(Workload, both_bounds__the_first_one_reached_ends) {
  JobSpec job = job_of(1 << 20, 4096);
  job.io_size_bytes = 10 * 4096;
  job.number_ios = 7;
  EXPECT_EQ(operations_until_exhausted(job), 7U);
  job.number_ios = 70;
  EXPECT_EQ(operations_until_exhausted(job), 10U);
}

std::string refusal_code(const JobSpec& job) {
  try {
    check_spec({.jobs = {job}, .spin_ns = 0, .operation_timeout_ns = 1});
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "accepted";
}

TEST(CheckSpec, block_longer_than_range__is_refused_where_the_direction_is_used) {
  JobSpec job = job_of(4096, 4096);
  EXPECT_EQ(refusal_code(job), "accepted");
  job.pattern.block_sizes.write = BlockSizes::of(8192);
  EXPECT_EQ(refusal_code(job), "accepted");
  job.pattern.read_percent = 99;
  EXPECT_EQ(refusal_code(job), "range_invalid");
}

TEST(CheckSpec, depth_of_zero_or_no_threads__is_refused) {
  JobSpec job = job_of(4096, 4096);
  job.iodepth = 0;
  EXPECT_EQ(refusal_code(job), "usage");
  job.iodepth = 1;
  job.threads.clear();
  EXPECT_EQ(refusal_code(job), "usage");
}

TEST(CheckSpec, zones_without_room_for_a_block__are_refused) {
  JobSpec job = job_of(65'536, 4096);
  job.pattern.distribution = {
      .shape = Shape::kZones,
      .parameter = 0,
      .center = {},
      .zones = {{.end_bytes = 2048, .weight = 60}, {.end_bytes = 4095, .weight = 40}}};
  EXPECT_EQ(refusal_code(job), "range_invalid");
  job.pattern.distribution.zones.back().end_bytes = 4096;
  EXPECT_EQ(refusal_code(job), "accepted");
}

TEST(CheckSpec, rate_of_trims_and_writes_in_pairs__is_refused) {
  JobSpec job = job_of(65'536, 4096);
  job.pattern.trims = Trims::kBeforeWrite;
  EXPECT_EQ(refusal_code(job), "accepted");
  job.rates.target.trim = Rate::operations(100);
  EXPECT_EQ(refusal_code(job), "usage");
}

}  // namespace
}  // namespace memvol::bench
