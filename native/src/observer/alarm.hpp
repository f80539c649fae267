// Wakes the observer's thread: something is to be done, or is due at another time than before.
// Threading: any thread rings, one waits. A ring that nobody waited for ends the next wait.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace memvol::observer {

class Alarm {
 public:
  using Clock = std::chrono::steady_clock;

  void ring() {
    const std::lock_guard lock(mutex_);
    rung_ = true;
    ringing_.notify_one();
  }

  // Until it is rung or, if there is a time, until then.
  void wait(std::optional<Clock::time_point> until) {
    std::unique_lock lock(mutex_);
    if (until) {
      ringing_.wait_until(lock, *until, [this] { return rung_; });
    } else {
      ringing_.wait(lock, [this] { return rung_; });
    }
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable ringing_;
  bool rung_ = false;
};

}  // namespace memvol::observer
