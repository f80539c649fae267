// Tells when all threads of a run have ended.
// Threading: any number of waiters; each thread arrives once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "bench/clock.hpp"

namespace memvol::bench {

class FinishLine {
 public:
  explicit FinishLine(std::size_t threads) : awaited_(threads) {}

  void arrive() {
    const std::lock_guard lock(mutex_);
    if (--awaited_ == 0) all_arrived_.notify_all();
  }

  // Whether all have arrived by then; returns as soon as they have.
  bool wait_until(std::uint64_t deadline_ns) {
    std::unique_lock lock(mutex_);
    return all_arrived_.wait_until(lock, time_point_at(deadline_ns),
                                   [this] { return awaited_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_arrived_;
  std::size_t awaited_;
};

}  // namespace memvol::bench
