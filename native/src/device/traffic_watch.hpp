// Tells whether all traffic of late was one source's. A thread that serves a busy one among idle
// ones may then read its queue straight away, without asking first which queues have something.
// Threading: one thread.
#pragma once

#include <chrono>

namespace memvol::device {

template <class Source>
class TrafficWatch {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  void seen(const Source& source, TimePoint now) {
    if (current_ == &source) return;
    current_ = &source;
    since_ = now;
  }

  void forget(const Source& source) {
    if (current_ == &source) current_ = nullptr;
  }

  // Whether this source alone had traffic for some time now. Sources that take turns more often
  // than that never are, so none of them waits for another's next look-around.
  bool is_alone(const Source& source, TimePoint now) const {
    return current_ == &source && now - since_ >= kSettled;
  }

 private:
  static constexpr std::chrono::milliseconds kSettled{10};

  const Source* current_ = nullptr;
  TimePoint since_{};
};

}  // namespace memvol::device
