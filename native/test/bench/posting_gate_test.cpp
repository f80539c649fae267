// PostingGate: batches, draining, thinking.
#include "bench/posting_gate.hpp"

#include <gtest/gtest.h>

namespace memvol::bench {
namespace {

JobSpec job_of(std::uint32_t iodepth) {
  JobSpec job;
  job.iodepth = iodepth;
  return job;
}

// Posts while the gate lets it; returns how many are in flight then.
std::size_t fill(PostingGate& gate, std::size_t in_flight, std::size_t depth,
                 std::uint64_t now_ns = 0) {
  while (in_flight < depth && gate.lets_post(in_flight, now_ns)) gate.posted(++in_flight);
  return in_flight;
}

TEST(PostingGate, plain_job__is_open_at_any_time) {
  PostingGate gate(job_of(4), 0);
  EXPECT_EQ(fill(gate, 0, 4), 4U);
  gate.completed(1);
  EXPECT_EQ(fill(gate, 3, 4), 4U);
}

TEST(PostingGate, batch__waits_for_room_for_all_of_it) {
  JobSpec job = job_of(8);
  job.flow.batch_submit = 4;
  PostingGate gate(job, 0);
  EXPECT_EQ(fill(gate, 0, 8), 8U);
  gate.completed(3);
  EXPECT_EQ(fill(gate, 5, 8), 5U);
  gate.completed(1);
  EXPECT_EQ(fill(gate, 4, 8), 8U);
}

TEST(PostingGate, batch_of_zero_or_more_than_the_depth__is_the_depth) {
  for (const std::uint32_t batch : {0U, 100U}) {
    JobSpec job = job_of(4);
    job.flow.batch_submit = batch;
    PostingGate gate(job, 0);
    EXPECT_EQ(fill(gate, 0, 4), 4U);
    gate.completed(3);
    EXPECT_EQ(fill(gate, 1, 4), 1U);
    gate.completed(1);
    EXPECT_EQ(fill(gate, 0, 4), 4U);
  }
}

TEST(PostingGate, full_queue__is_filled_again_when_so_many_have_completed) {
  JobSpec job = job_of(8);
  job.flow.batch_complete_min = 5;
  PostingGate gate(job, 0);
  EXPECT_EQ(fill(gate, 0, 8), 8U);
  gate.completed(4);
  EXPECT_EQ(fill(gate, 4, 8), 4U);
  gate.completed(1);
  EXPECT_EQ(fill(gate, 3, 8), 8U);
}

TEST(PostingGate, most_completions__are_the_depth_unless_told) {
  EXPECT_EQ(PostingGate(job_of(8), 0).completions_max(), 8U);
  JobSpec job = job_of(8);
  job.flow.batch_complete_max = 3;
  EXPECT_EQ(PostingGate(job, 0).completions_max(), 3U);
}

TEST(PostingGate, full_queue__drains_to_its_mark) {
  JobSpec job = job_of(16);
  job.flow.depth_low = 4;
  PostingGate gate(job, 0);
  EXPECT_EQ(fill(gate, 0, 16), 16U);
  for (std::size_t in_flight = 15; in_flight > 4; --in_flight) {
    gate.completed(1);
    EXPECT_EQ(fill(gate, in_flight, 16), in_flight);
  }
  gate.completed(1);
  EXPECT_EQ(fill(gate, 4, 16), 16U);
}

TEST(PostingGate, thinking__starts_when_all_have_completed) {
  JobSpec job = job_of(8);
  job.flow.think_ns = 1000;
  job.flow.think_after = 3;
  PostingGate gate(job, 0);
  EXPECT_EQ(fill(gate, 0, 8, 100), 3U);
  gate.completed(2);
  EXPECT_EQ(fill(gate, 1, 8, 200), 1U);
  gate.completed(1);
  EXPECT_EQ(fill(gate, 0, 8, 300), 0U);
  EXPECT_EQ(gate.closed_until_ns(0, 300), 1300U);
  EXPECT_EQ(fill(gate, 0, 8, 1299), 0U);
  EXPECT_EQ(fill(gate, 0, 8, 1300), 3U);
}

}  // namespace
}  // namespace memvol::bench
