// Whether another operation may be posted now, as far as batches, the low-water mark, thinking
// time and the latency target decide it. fio's rules: a batch is posted once there is room for all
// of it; a full queue is filled again when so many have completed as are to be taken in one go, and
// when it has drained to its low-water mark; thinking starts when all before it have completed.
//
// Threading: one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "bench/depth_control.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

class PostingGate {
 public:
  PostingGate(const JobSpec& job, std::uint64_t start_ns);

  bool lets_post(std::size_t in_flight, std::uint64_t now_ns) {
    return plain_ || decide(in_flight, now_ns);
  }

  // With the operations in flight afterwards.
  void posted(std::size_t in_flight) {
    if (!plain_) count_posted(in_flight);
  }
  void completed(std::size_t operations) { awaited_ -= std::min(awaited_, operations); }

  // Until when it stays closed; the largest number where completions decide it, 0 when it is open.
  std::uint64_t closed_until_ns(std::size_t in_flight, std::uint64_t now_ns) {
    if (lets_post(in_flight, now_ns)) return 0;
    return in_flight == 0 ? resumes_ns_ : std::numeric_limits<std::uint64_t>::max();
  }

  // The most completions to take in one go.
  std::size_t completions_max() const { return batch_complete_max_; }

  // Absent without a latency target.
  std::optional<DepthControl>& depth_control() { return depth_control_; }
  const std::optional<DepthControl>& depth_control() const { return depth_control_; }

 private:
  bool decide(std::size_t in_flight, std::uint64_t now_ns);
  bool thinks(std::size_t in_flight, std::uint64_t now_ns);
  void count_posted(std::size_t in_flight);
  std::size_t depth() const { return depth_control_ ? depth_control_->depth() : iodepth_; }

  std::size_t iodepth_;
  std::size_t batch_submit_;
  std::size_t batch_complete_min_;
  std::size_t batch_complete_max_;
  std::size_t depth_low_;
  std::uint64_t think_ns_;
  std::uint64_t think_after_;
  std::optional<DepthControl> depth_control_;
  // None of all this.
  bool plain_;

  std::size_t batch_left_ = 0;
  // Completions before the queue is filled again.
  std::size_t awaited_ = 0;
  bool drains_ = false;
  std::uint64_t since_thought_ = 0;
  std::uint64_t resumes_ns_ = 0;
};

}  // namespace memvol::bench
