// Bounds the connections that a provider has accepted and whose request has not arrived: how
// many there are, and how long. libfabric's tcp provider keeps them for ever, and reads requests
// with calls that block.
// Threading: the thread that reads the listener's event queue.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>

namespace memvol::fabric {

struct HalfOpenLimits {
  // An honest client's request is a single segment, right behind its connection.
  std::chrono::milliseconds age_max{5000};
  std::size_t count_max = 256;
};

class HalfOpenGuard {
 public:
  using Clock = std::chrono::steady_clock;

  HalfOpenGuard(int event_queue_fd, const HalfOpenLimits& limits)
      : event_queue_fd_(event_queue_fd), limits_(limits) {}

  // To be called after each call that lets the provider accept: what it has accepted cannot
  // block the next one then. Shuts down those that are too old, and the oldest of too many; the
  // next reading of the event queue closes them.
  void look(Clock::time_point now);
  // Shuts down all of them.
  void shut_down_all() const;
  // Whether there were any when it last looked.
  bool sees_any() const { return !since_.empty(); }

 private:
  int event_queue_fd_;
  HalfOpenLimits limits_;
  // By cookie.
  std::map<std::uint64_t, Clock::time_point> since_;
};

}  // namespace memvol::fabric
