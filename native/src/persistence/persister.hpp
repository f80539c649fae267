// Keeps a volume's backing store behind its memory: a thread that takes what is dirty, commits it
// as an epoch and applies that.
//
// A failure of the store is final: the thread stops, whoever waits for it is told, and nothing is
// called durable any more until the store is opened anew, and so recovered. What a failed write or
// sync has left nobody knows, and a second try could succeed without it.
//
// A store that hangs is no failure: what it was asked for may come to be still. Whoever waits is
// told, and nobody waits for it at the end: then the thread is left behind.
//
// Threading: any thread; stop(), the destructor, and what has no `answer` block.
#pragma once

#include <cstdint>
#include <memory>
#include <thread>
#include <utility>

#include "base/answer.hpp"
#include "persistence/persister_loop.hpp"

namespace memvol::persistence {

class Persister {
 public:
  // The store holds what is in memory, but for what is dirty.
  Persister(LiveMemory memory, observer::DirtyConsumer dirty, std::unique_ptr<BackingStore> store,
            const DurabilityOptions& options, PersistObservers observers);
  ~Persister();
  Persister(const Persister&) = delete;
  Persister& operator=(const Persister&) = delete;

  // Persists nothing more, and gives the store back; null if it was given before. Nobody is told
  // of anything any more. Throws Failure `store_stalled` while the store hangs.
  std::unique_ptr<BackingStore> stop();

  // When it returns, or answers, all that was dirty when it was called is on stable storage; the
  // result is the durable epoch. Throws Failure `store_failed`, now and ever after, when that
  // cannot be; `store_stalled` when the store hangs, if somebody watches.
  std::uint64_t flush();
  void flush(Answer<std::uint64_t> answer);
  // The same, and the image holds it all.
  std::uint64_t flush_to_image();
  void flush_to_image(Answer<std::uint64_t> answer);

  // The same, whether or not the memory is known to be dirty: the image is written anew.
  void persist_in_full(Answer<std::uint64_t> answer);
  // Compares memory, image and checksums. Answers with Failure as flush() does.
  void verify(observation::RegionRange regions, Answer<VerifyResult> answer) {
    loop_->verify(regions, std::move(answer));
  }

  // As flush() without waiting: whatever is dirty now will be on stable storage when
  // is_committed(the number) says so. Requests that come during a commit share the next one.
  std::uint64_t request() { return loop_->requests().add(); }
  bool is_committed(std::uint64_t request) const { return loop_->requests().is_committed(request); }

  // Looks whether the store hangs, and tells of it. To be called now and then, by one thread.
  void watch() { loop_->watch(); }

  // Another mode, interval or bound, from now on.
  void set_options(const DurabilityOptions& options) { loop_->set_options(options); }

  // Whether a write is complete only when it is on stable storage.
  bool holds_writes() const { return loop_->options().mode == DurabilityMode::kSync; }

  DurabilityStatus status() const { return loop_->status(); }
  std::uint64_t durable_epoch() const { return loop_->durable_epoch(); }

 private:
  const std::shared_ptr<PersisterLoop> loop_;
  std::thread thread_;
};

}  // namespace memvol::persistence
