// Pacer and Schedule over simulated time.
#include "bench/schedule.hpp"

#include <gtest/gtest.h>

namespace memvol::bench {
namespace {

JobSpec rated_job(std::uint32_t read_percent, std::uint64_t reads, std::uint64_t writes) {
  JobSpec job;
  job.pattern.read_percent = read_percent;
  job.rates.target = {Rate::operations(reads), Rate::operations(writes), {}};
  return job;
}

class PacerAt : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PacerAt, operation__is_due_at_its_exact_time_without_drift) {
  constexpr std::uint64_t kStartNs = 1'000'003;
  Pacer pacer(kStartNs, Rate::operations(GetParam()), false, 1);
  for (std::uint64_t operation = 0; operation < 3'000'000; ++operation) {
    ASSERT_EQ(pacer.due_ns(), kStartNs + operation * kNsPerSecond / GetParam());
    pacer.advance(4096);
  }
}

INSTANTIATE_TEST_SUITE_P(Rates, PacerAt,
                         testing::Values(1, 3, 7, 1000, 999'983, 2'000'000, 3'000'000,
                                         1'500'000'000));

TEST(Schedule, unpaced__is_at_once_in_any_direction) {
  const Schedule schedule(rated_job(50, 0, 0), 1, 100);
  EXPECT_FALSE(schedule.paced());
  EXPECT_FALSE(schedule.next(0).direction.has_value());
  EXPECT_EQ(schedule.next(0).due_ns, 0U);
}

TEST(Schedule, rate_of_an_unused_direction__does_not_count) {
  const Schedule schedule(rated_job(100, 0, 1000), 1, 100);
  EXPECT_FALSE(schedule.paced());
}

TEST(Schedule, both_rated__order_is_by_due_time_reads_first) {
  Schedule schedule(rated_job(50, 2000, 1000), 1, 100);
  std::string order;
  for (int operation = 0; operation < 6; ++operation) {
    // Long overdue: the order stays the schedules'.
    const Turn turn = schedule.next(kNsPerSecond);
    order += turn.direction == Direction::kRead ? 'r' : 'w';
    schedule.advance(*turn.direction, 4096);
  }
  EXPECT_EQ(order, "rwrrwr");
}

TEST(Schedule, one_rated__is_next_when_due_and_the_other_otherwise) {
  Schedule schedule(rated_job(50, 0, 1000), 1, 0);
  EXPECT_EQ(schedule.next(0).direction, Direction::kWrite);
  schedule.advance(Direction::kWrite, 4096);
  EXPECT_EQ(schedule.next(999'999).direction, Direction::kRead);
  EXPECT_EQ(schedule.next(999'999).due_ns, 0U);
  EXPECT_EQ(schedule.next(1'000'000).direction, Direction::kWrite);
  EXPECT_EQ(schedule.next(1'000'000).due_ns, 1'000'000U);
}

}  // namespace
}  // namespace memvol::bench
