#include "device/store_watchdog.hpp"

#include <pthread.h>

#include <utility>

namespace memvol::device {

StoreWatchdog::StoreWatchdog(std::chrono::nanoseconds every, std::function<void()> look)
    : every_(every), look_(std::move(look)), thread_([this] { run(); }) {
  ::pthread_setname_np(thread_.native_handle(), "mv-watchdog");
}

StoreWatchdog::~StoreWatchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void StoreWatchdog::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, every_, [this] { return stopping_; })) {
    lock.unlock();
    look_();
    lock.lock();
  }
}

}  // namespace memvol::device
