// Keeps a volume's backing store behind its memory: a thread that takes what is dirty, commits it
// as an epoch and applies that.
//
// A failure of the store is final: the thread stops, whoever waits for it is told, and nothing is
// called durable any more until the store is opened anew, and so recovered. What a failed write or
// sync has left nobody knows, and a second try could succeed without it.
//
// Threading: any thread; flush() and the destructor block.
// Lifetime: the volume's memory outlives it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>

#include "base/failure.hpp"
#include "observer/dirty_consumer.hpp"
#include "persistence/backing_store.hpp"
#include "persistence/durability.hpp"

namespace memvol::persistence {

class Persister {
 public:
  // Called on the persister's thread; must not block.
  struct Observers {
    // Once, when the store has failed.
    std::function<void(const Failure&)> on_failure;
    // When requests were committed. May be empty.
    std::function<void()> on_commit;
  };

  // The store holds what is in memory, but for what is dirty.
  Persister(std::span<const std::byte> memory, observer::DirtyConsumer dirty,
            std::unique_ptr<BackingStore> store, const DurabilityOptions& options,
            Observers observers);
  ~Persister();
  // Persists nothing more, and gives the store back. The persister can only be destroyed then.
  std::unique_ptr<BackingStore> stop();

  // When it returns, all that was dirty when it was called is on stable storage; returns the
  // durable epoch. Throws Failure `store_failed`, now and ever after, when that cannot be.
  std::uint64_t flush();
  // The same, and the image holds it all.
  std::uint64_t flush_to_image();

  // The same without waiting: whatever is dirty now will be on stable storage when
  // is_committed(the number) says so. Requests that come during a commit share the next one.
  std::uint64_t request();
  bool is_committed(std::uint64_t request) const {
    return committed_.load(std::memory_order_acquire) >= request;
  }

  // Whether a write is complete only when it is on stable storage.
  bool holds_writes() const { return options_.mode == DurabilityMode::kSync; }

  DurabilityStatus status() const;
  std::uint64_t durable_epoch() const { return durable_epoch_.load(std::memory_order_acquire); }

 private:
  using Clock = std::chrono::steady_clock;

  // Waits until that many requests are behind it.
  std::uint64_t wait_for(const std::atomic<std::uint64_t>& done, std::uint64_t request);
  void run();
  // False when it is to stop.
  bool wait_for_work();
  bool is_due() const;
  void persist();
  void commit_dirty();
  void answer(std::atomic<std::uint64_t>& done, std::uint64_t request);
  void fail(const Failure& failure);

  const std::span<const std::byte> memory_;
  observer::DirtyConsumer dirty_;
  const DurabilityOptions options_;
  const Observers observers_;
  std::atomic<std::uint64_t> durable_epoch_;
  std::atomic<std::uint64_t> log_bytes_{0};
  // Requests that are behind.
  std::atomic<std::uint64_t> committed_{0};
  std::atomic<std::uint64_t> in_image_{0};

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable answers_;
  // Counted, so that one epoch answers all who asked before it.
  std::uint64_t requested_ = 0;
  // The last of them that wants the image as well.
  std::uint64_t image_requested_ = 0;
  std::optional<Failure> failure_;
  bool stopping_ = false;

  // The thread's own.
  std::unique_ptr<BackingStore> store_;
  Clock::time_point last_;
  std::thread thread_;
};

}  // namespace memvol::persistence
