// Which jobs of a run have ended, for threads that wait for one of them.
//
// Threading: any number of waiters; each thread of a job arrives once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include "bench/clock.hpp"

namespace memvol::bench {

class JobEnds {
 public:
  // How many threads each job has.
  explicit JobEnds(std::vector<std::size_t> threads) : running_(std::move(threads)) {}

  void arrive(std::size_t job) {
    const std::lock_guard lock(mutex_);
    if (--running_[job] == 0) changed_.notify_all();
  }

  // False when a stop was requested before.
  bool wait(std::size_t job, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait(lock, std::move(stop), [&] { return running_[job] == 0; });
  }

  // False when a stop was requested before that time.
  bool sleep_until(std::uint64_t ns, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, time_point_at(ns), [] { return false; });
    return !stop.stop_requested();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<std::size_t> running_;
};

}  // namespace memvol::bench
