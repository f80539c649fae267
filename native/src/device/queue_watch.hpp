// Tells which of many completion queues have something to read, and whether a signal was raised:
// an epoll set of all their descriptors.
// Threading: one thread. Lifetime: queues are removed before they are closed; the signal outlives
// the watch.
#pragma once

#include <poll.h>

#include <array>
#include <cstddef>
#include <map>
#include <vector>

#include "base/event_signal.hpp"
#include "base/unique_fd.hpp"
#include "fabric/completion_queue.hpp"

namespace memvol::device {

class QueueWatch {
 public:
  explicit QueueWatch(const EventSignal& signal);

  void add(fabric::CompletionQueue& queue);
  // After a queue was read: what it waits on may have changed.
  void refresh(fabric::CompletionQueue& queue);
  // Does nothing for a queue that is not watched.
  void remove(fabric::CompletionQueue& queue);

  struct Ready {
    // A queue may stand here more than once.
    std::array<fabric::CompletionQueue*, 64> queues;
    std::size_t count = 0;
    bool signalled = false;
  };
  // 0 asks, -1 waits for as long as it takes.
  Ready wait(int timeout_ms);

 private:
  using Descriptors = std::vector<pollfd>;

  UniqueFd epoll_;
  std::map<fabric::CompletionQueue*, Descriptors> watched_;
};

}  // namespace memvol::device
