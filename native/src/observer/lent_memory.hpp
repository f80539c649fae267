// A volume's memory, lent to be looked at until it is taken back.
// Threading: any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <span>

namespace memvol::observer {

class LentMemory {
 public:
  explicit LentMemory(std::span<const std::byte> memory) : memory_(memory) {}

  // Holds the memory while it lives.
  class Look {
   public:
    // Whether it is still there to be looked at.
    explicit operator bool() const { return !memory_.empty(); }
    std::span<const std::byte> bytes() const { return memory_; }

   private:
    friend class LentMemory;
    Look(std::unique_lock<std::mutex> lock, std::span<const std::byte> memory)
        : lock_(std::move(lock)), memory_(memory) {}

    std::unique_lock<std::mutex> lock_;
    std::span<const std::byte> memory_;
  };

  Look look() {
    std::unique_lock lock(mutex_);
    return {std::move(lock), taken_back() ? std::span<const std::byte>{} : memory_};
  }

  // Waits for a look that is being had; after this nobody looks any more.
  void take_back() {
    // Said before the lock is asked for: one that looks over and over may get it first.
    taken_back_.store(true, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
  }

  bool taken_back() const { return taken_back_.load(std::memory_order_relaxed); }

 private:
  std::mutex mutex_;
  std::atomic<bool> taken_back_{false};
  std::span<const std::byte> memory_;
};

}  // namespace memvol::observer
