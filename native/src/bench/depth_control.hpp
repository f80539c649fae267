// Finds the largest queue depth at which latencies keep to a target, by fio's steps: it doubles
// the depth from 1 while windows pass, halves the way to the last good one when one fails, and has
// found the depth when it would not change any more. With a percentile of 100 one slow operation
// fails a window at once.
//
// Threading: one thread.
#pragma once

#include <algorithm>
#include <cstdint>

#include "bench/flow.hpp"

namespace memvol::bench {

class DepthControl {
 public:
  DepthControl(const LatencyTarget& target, std::uint32_t depth_max, std::uint64_t start_ns)
      : target_(target), depth_max_(depth_max), high_(depth_max), window_start_ns_(start_ns) {}

  // How many operations may be in flight.
  std::uint32_t depth() const { return depth_; }
  // Whether the depth is that of the result: what is measured from now on counts.
  bool found() const { return found_; }
  // It adapts until the job's end: all of it counts.
  bool keeps_on() const { return target_.keeps_on; }
  // One window has been measured at the depth found.
  bool done() const { return done_; }

  void completed(std::uint64_t latency_ns) {
    ++operations_;
    if (latency_ns <= target_.target_ns) return;
    ++failed_;
    fails_at_once_ = target_.percentile >= 100;
  }

  // Goes on to the next window when this one is over.
  void advance(std::uint64_t now_ns) {
    if (fails_at_once_) {
      step_down(now_ns);
    } else if (now_ns - window_start_ns_ >= target_.window_ns && operations_ > 0) {
      const double kept =
          100 * static_cast<double>(operations_ - failed_) / static_cast<double>(operations_);
      if (kept >= target_.percentile) {
        step_up(now_ns);
      } else {
        step_down(now_ns);
      }
    }
  }

 private:
  void step_up(std::uint64_t now_ns) {
    if (found_) {
      done_ = !target_.keeps_on;
      return begin_window(now_ns);
    }
    const std::uint32_t before = depth_;
    low_ = depth_;
    // Until a window has failed the depth doubles; then it goes half the way to where it did.
    if (high_ == depth_max_) {
      depth_ = std::min(depth_ * 2, depth_max_);
    } else {
      depth_ = (depth_ + high_) / 2;
    }
    found_ = depth_ == before && !target_.keeps_on;
    begin_window(now_ns);
  }

  void step_down(std::uint64_t now_ns) {
    if (depth_ == 1) {
      // Not even one at a time keeps to it.
      done_ = found_ && !target_.keeps_on;
      found_ = !target_.keeps_on;
      return begin_window(now_ns);
    }
    found_ = false;
    high_ = depth_;
    if (depth_ == low_) low_ = std::max<std::uint32_t>(low_ - 1, 1);
    depth_ = (depth_ + low_) / 2;
    begin_window(now_ns);
  }

  void begin_window(std::uint64_t now_ns) {
    window_start_ns_ = now_ns;
    operations_ = 0;
    failed_ = 0;
    fails_at_once_ = false;
  }

  LatencyTarget target_;
  std::uint32_t depth_max_;
  std::uint32_t depth_ = 1;
  // The last depth that passed, and the last one that failed.
  std::uint32_t low_ = 1;
  std::uint32_t high_;
  std::uint64_t window_start_ns_;
  std::uint64_t operations_ = 0;
  std::uint64_t failed_ = 0;
  bool fails_at_once_ = false;
  bool found_ = false;
  bool done_ = false;
};

}  // namespace memvol::bench
