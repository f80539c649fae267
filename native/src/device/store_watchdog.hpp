// Looks at regular times whether backing stores hang.
// Threading: a thread of its own, which calls `look`; the destructor waits for it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace memvol::device {

class StoreWatchdog {
 public:
  StoreWatchdog(std::chrono::nanoseconds every, std::function<void()> look);
  ~StoreWatchdog();
  StoreWatchdog(const StoreWatchdog&) = delete;
  StoreWatchdog& operator=(const StoreWatchdog&) = delete;

 private:
  void run();

  const std::chrono::nanoseconds every_;
  const std::function<void()> look_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace memvol::device
