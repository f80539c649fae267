// Tells whether all traffic of late was one queue's. A thread that serves one busy queue among
// idle ones may then read it straight away, without asking first which queues have something.
// Threading: one thread.
#pragma once

#include <chrono>

namespace memvol::device {

template <class Queue>
class TrafficWatch {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  void seen(const Queue& queue, TimePoint now) {
    if (current_ == &queue) return;
    current_ = &queue;
    since_ = now;
  }

  void forget(const Queue& queue) {
    if (current_ == &queue) current_ = nullptr;
  }

  // Whether this queue alone had traffic for some time now. Queues that take turns more often
  // than that never are, so none of them waits for another's next look-around.
  bool is_alone(const Queue& queue, TimePoint now) const {
    return current_ == &queue && now - since_ >= kSettled;
  }

 private:
  static constexpr std::chrono::milliseconds kSettled{10};

  const Queue* current_ = nullptr;
  TimePoint since_{};
};

}  // namespace memvol::device
