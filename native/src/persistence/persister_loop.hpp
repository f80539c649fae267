// What a persister's thread does: takes what is dirty, commits it as an epoch and applies that.
// Threading: run() is the thread's; the others are of any thread.
// Lifetime: shared with the thread, which may outlive its persister when the store hangs. So it
// keeps the memory, and calls nobody once it is silenced.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "base/failure.hpp"
#include "observer/dirty_consumer.hpp"
#include "persistence/backing_store.hpp"
#include "persistence/durability.hpp"
#include "persistence/persist_requests.hpp"
#include "persistence/scrub.hpp"
#include "persistence/verification.hpp"

namespace memvol::persistence {

// A volume's memory, and what keeps it there; empty where somebody else does.
struct LiveMemory {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner = nullptr;
};

// Called on the persister's thread, on_stall on the one that watches; must not block. All may
// be empty.
struct PersistObservers {
  // Once, when the store has failed.
  std::function<void(const Failure&)> on_failure{};
  // When requests were committed.
  std::function<void()> on_commit{};
  // When the store hangs, with what it does; when it goes on, with nothing.
  std::function<void(const std::optional<std::string>&)> on_stall{};
  // When the image was found to be damaged, with how.
  std::function<void(const std::string&)> on_damage{};
};

class PersisterLoop {
 public:
  PersisterLoop(LiveMemory memory, observer::DirtyConsumer dirty,
                std::unique_ptr<BackingStore> store, const DurabilityOptions& options,
                PersistObservers observers);

  void run();

  // Compares, from what is committed when it is its turn.
  void verify(observation::RegionRange regions, Answer<VerifyResult> answer);

  PersistRequests& requests() { return requests_; }
  const PersistRequests& requests() const { return requests_; }
  DurabilityOptions options() const;
  // What is waited for by then is answered under either.
  void set_options(const DurabilityOptions& options);
  DurabilityStatus status() const;
  std::uint64_t durable_epoch() const { return durable_epoch_.load(std::memory_order_acquire); }
  // What the store does, if it hangs.
  std::optional<std::string> stall() const { return meter_->hanging(store_timeout_); }

  // Whoever waits for anything is told so.
  void give_up(const Failure& failure);
  // Looks whether the store hangs, and tells of it. One thread.
  void watch();
  // Calls no observer any more when it returns.
  void silence();
  // False when the store hangs, so that run() does not return.
  bool wait_until_ended() const;
  // Of a loop that has ended.
  std::unique_ptr<BackingStore> take_store() { return std::move(store_); }

 private:
  using Clock = std::chrono::steady_clock;

  // False when it is to stop.
  bool wait_for_work();
  bool is_due() const;
  std::optional<std::chrono::nanoseconds> pause() const;
  void persist();
  void commit_dirty();
  void persist_in_full(const PersistRequests::Batch& asked);
  void verify_a_little();
  void scrub_a_little();
  void fail(const Failure& failure);

  const LiveMemory memory_;
  observer::DirtyConsumer dirty_;
  mutable std::mutex options_mutex_;
  DurabilityOptions options_;
  const std::chrono::nanoseconds store_timeout_;
  std::atomic<std::uint64_t> durable_epoch_;
  std::atomic<std::uint64_t> log_bytes_{0};
  PersistRequests requests_;

  mutable std::mutex verifications_mutex_;
  // The first is under way.
  std::deque<std::shared_ptr<Verification>> verifications_;

  std::mutex observers_mutex_;
  PersistObservers observers_;

  mutable std::mutex ended_mutex_;
  mutable std::condition_variable ended_changed_;
  bool ended_ = false;

  // The watching thread's own.
  bool stalled_ = false;

  // The thread's own.
  std::unique_ptr<BackingStore> store_;
  const std::shared_ptr<const StoreMeter> meter_;
  Clock::time_point last_;
  Scrub scrub_;
  // The last request that on_commit was called for.
  std::uint64_t told_ = 0;
  // Regions that are persisted though they are not dirty, and for which request.
  observation::RegionRange full_slice_;
  std::uint64_t full_request_ = 0;
};

}  // namespace memvol::persistence
