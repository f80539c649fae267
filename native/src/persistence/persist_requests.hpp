// What is asked of a persister, and who waits for it. Requests are counted, so that one epoch
// answers all that came before it.
// Threading: any thread. Answers are called on the thread that has them, outside of the lock.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "base/answer.hpp"
#include "base/failure.hpp"

namespace memvol::persistence {

class PersistRequests {
 public:
  enum class Goal : std::uint8_t {
    // On stable storage.
    kCommit,
    // The image holds it, too.
    kImage,
    // The image holds all of the memory, be it dirty or not.
    kFull,
  };

  // Without anybody who waits; returns its number.
  std::uint64_t add();
  bool is_committed(std::uint64_t request) const {
    return committed_.load(std::memory_order_acquire) >= request;
  }
  // Answered with the durable epoch; after a failure of the store with that, at once.
  void add(Goal goal, Answer<std::uint64_t> answer);

  // Nothing more is to be done; wakes the thread.
  void stop();
  // Whoever waits now is told so, and so is everybody later.
  void fail(const Failure& failure);
  // Whoever waits now is told so; what they asked for is done all the same, if it can be.
  void give_up(const Failure& failure);
  std::optional<Failure> failure() const;

  bool is_stopping() const;

  // Of the thread that does it.

  enum class Wake : std::uint8_t { kStop, kRequest, kTime };
  // Waits for a request, for so long at most.
  Wake wait(std::optional<std::chrono::nanoseconds> at_most);
  struct Batch {
    std::uint64_t last = 0;
    bool wants_image = false;
    bool wants_full = false;
  };
  // All that is asked for by now.
  Batch batch() const;
  // What was asked for by then has come so far.
  void reached(Goal goal, std::uint64_t request, std::uint64_t epoch);

 private:
  struct Waiting {
    Goal goal = Goal::kCommit;
    std::uint64_t request = 0;
    Answer<std::uint64_t> answer;
  };
  using WaitingList = std::vector<Waiting>;

  bool has_work() const { return stopping_ || requested_ > committed_; }
  WaitingList take_all();

  std::atomic<std::uint64_t> committed_{0};

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::uint64_t requested_ = 0;
  // The last that wants the image, and up to which it holds all.
  std::uint64_t image_requested_ = 0;
  std::uint64_t in_image_ = 0;
  std::uint64_t full_requested_ = 0;
  std::uint64_t full_done_ = 0;
  WaitingList waiting_;
  std::optional<Failure> failure_;
  bool stopping_ = false;
};

}  // namespace memvol::persistence
