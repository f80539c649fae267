#include "bench/start_gate.hpp"

#include <utility>

namespace memvol::bench {

std::optional<std::uint64_t> StartGate::arrive_and_wait() {
  std::unique_lock lock(mutex_);
  --awaited_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return start_ns_ || called_off_; });
  return start_ns_;
}

void StartGate::arrive_failed(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  --awaited_;
  if (!failure_) failure_ = std::move(failure);
  changed_.notify_all();
}

void StartGate::call_off() {
  const std::lock_guard lock(mutex_);
  called_off_ = true;
  changed_.notify_all();
}

void StartGate::wait_until_all_ready() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return awaited_ == 0 || failure_; });
  if (!failure_) return;
  called_off_ = true;
  changed_.notify_all();
  std::rethrow_exception(failure_);
}

void StartGate::open(std::uint64_t start_ns) {
  const std::lock_guard lock(mutex_);
  start_ns_ = start_ns;
  changed_.notify_all();
}

}  // namespace memvol::bench
