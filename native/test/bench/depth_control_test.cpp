// DepthControl against devices whose latency depends on the depth as told.
#include "bench/depth_control.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <vector>

namespace memvol::bench {
namespace {

constexpr std::uint64_t kWindowNs = 1'000'000;

struct Searched {
  std::optional<std::uint32_t> depth;
  std::vector<std::uint32_t> tried;
};

// Windows of a hundred operations, until the control is done.
Searched search(
    double percentile, std::uint32_t depth_max,
    const std::function<std::uint64_t(std::uint32_t depth, int operation)>& latency_ns) {
  DepthControl control(
      {.target_ns = 1000, .window_ns = kWindowNs, .percentile = percentile, .keeps_on = false},
      depth_max, 0);
  Searched searched;
  std::uint64_t now_ns = 0;
  for (int window = 0; window < 100 && !control.done(); ++window) {
    searched.tried.push_back(control.depth());
    for (int operation = 0; operation < 100; ++operation) {
      control.completed(latency_ns(control.depth(), operation));
    }
    now_ns += kWindowNs;
    control.advance(now_ns);
  }
  if (control.done()) searched.depth = control.depth();
  return searched;
}

TEST(DepthControl, latency_that_grows_with_the_depth__stops_where_it_meets_the_target) {
  const Searched searched =
      search(100, 64, [](std::uint32_t depth, int) { return std::uint64_t{100} * depth; });
  EXPECT_EQ(searched.depth, 10U);
  EXPECT_EQ(std::vector(searched.tried.begin(), searched.tried.begin() + 5),
            (std::vector<std::uint32_t>{1, 2, 4, 8, 16}));
}

TEST(DepthControl, fast_device__gets_to_the_job_s_depth) {
  EXPECT_EQ(search(100, 32, [](std::uint32_t, int) { return 10; }).depth, 32U);
}

TEST(DepthControl, slow_device__ends_at_one) {
  EXPECT_EQ(search(100, 32, [](std::uint32_t, int) { return 5000; }).depth, 1U);
}

TEST(DepthControl, percentile__lets_so_many_be_slow) {
  // Two in a hundred are slow at any depth.
  const auto latency_ns = [](std::uint32_t, int operation) {
    return std::uint64_t{operation < 2 ? 5000U : 10U};
  };
  EXPECT_EQ(search(98, 16, latency_ns).depth, 16U);
  EXPECT_EQ(search(99, 16, latency_ns).depth, 1U);
}

TEST(DepthControl, keeping_on__is_never_done_and_follows_the_device) {
  DepthControl control(
      {.target_ns = 1000, .window_ns = kWindowNs, .percentile = 100, .keeps_on = true}, 64, 0);
  std::uint64_t now_ns = 0;
  const auto windows = [&](std::uint64_t each_ns) {
    for (int window = 0; window < 60; ++window) {
      control.completed(each_ns * control.depth());
      now_ns += kWindowNs;
      control.advance(now_ns);
      EXPECT_FALSE(control.done());
    }
  };
  windows(100);
  EXPECT_LE(control.depth(), 10U);
  EXPECT_GE(control.depth(), 8U);
  windows(400);
  EXPECT_LE(control.depth(), 2U);
}

TEST(DepthControl, window_without_operations__decides_nothing) {
  DepthControl control({.target_ns = 1, .window_ns = 1, .percentile = 50, .keeps_on = false}, 8, 0);
  control.advance(1000);
  EXPECT_EQ(control.depth(), 1U);
  EXPECT_FALSE(control.found());
}

}  // namespace
}  // namespace memvol::bench
