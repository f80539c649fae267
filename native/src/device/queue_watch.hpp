// Tells which of many sources have something in their completion queue, and whether a signal was
// raised: an epoll set of all their descriptors.
// Threading: one thread. Lifetime: sources are removed before their queues are closed; the signal
// outlives the watch.
#pragma once

#include <poll.h>

#include <array>
#include <cstddef>
#include <map>
#include <vector>

#include "base/event_signal.hpp"
#include "base/unique_fd.hpp"
#include "device/progress_source.hpp"

namespace memvol::device {

class QueueWatch {
 public:
  explicit QueueWatch(const EventSignal& signal);

  // False, and it is not watched, while its queue has no descriptor.
  bool add(ProgressSource& source);
  // After a queue was read: what is waited on may have changed.
  void refresh(ProgressSource& source);
  // Does nothing for a source that is not watched.
  void remove(ProgressSource& source);

  struct Ready {
    // One may stand here more than once.
    static constexpr std::size_t kSourcesMax = 64;
    std::array<ProgressSource*, kSourcesMax> sources;
    std::size_t count = 0;
    bool signalled = false;
  };
  // 0 asks, -1 waits for as long as it takes.
  Ready wait(int timeout_ms);

 private:
  using Descriptors = std::vector<pollfd>;

  void begin(const pollfd& descriptor, ProgressSource* source);
  void end(const pollfd& descriptor);
  void collect(int epoll, int timeout_ms, Ready& ready);

  UniqueFd epoll_;
  // Tells when there is room again in a socket that was full. A provider asks for that only when
  // it is advanced the next time, which nobody would do while others have traffic.
  UniqueFd room_;
  std::map<ProgressSource*, Descriptors> watched_;
};

}  // namespace memvol::device
