#include "device/traffic_watch.hpp"

#include <gtest/gtest.h>

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

struct Queue {};

class TrafficWatchTest : public ::testing::Test {
 protected:
  TrafficWatch<Queue> watch_;
  Queue a_;
  Queue b_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

TEST_F(TrafficWatchTest, is_alone__only_after_some_time_without_others) {
  watch_.seen(a_, start_);
  EXPECT_FALSE(watch_.is_alone(a_, start_ + 9ms));
  watch_.seen(a_, start_ + 9ms);
  EXPECT_TRUE(watch_.is_alone(a_, start_ + 10ms));
  EXPECT_FALSE(watch_.is_alone(b_, start_ + 10ms));
}

TEST_F(TrafficWatchTest, is_alone__never_of_queues_that_take_turns) {
  for (int turn = 0; turn < 100; ++turn) {
    const auto now = start_ + turn * 5ms;
    Queue& queue = turn % 2 == 0 ? a_ : b_;
    watch_.seen(queue, now);
    EXPECT_FALSE(watch_.is_alone(queue, now));
  }
}

TEST_F(TrafficWatchTest, forget__a_queue_at_the_same_place_starts_anew) {
  watch_.seen(a_, start_);
  watch_.forget(a_);
  watch_.seen(a_, start_ + 20ms);
  EXPECT_FALSE(watch_.is_alone(a_, start_ + 20ms));
}

}  // namespace
}  // namespace memvol::device
