// The watches of a volume. Where there is none, asking costs one relaxed load.
// Threading: any thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "observer/watch.hpp"

namespace memvol::observer {

class WatchList {
 public:
  std::shared_ptr<Watch> open(std::size_t events_max);

  // False once those that ended were noticed by append().
  bool any() const { return count_.load(std::memory_order_relaxed) > 0; }
  void append(const Event& event);

 private:
  std::atomic<std::size_t> count_{0};
  std::mutex mutex_;
  std::vector<std::weak_ptr<Watch>> watches_;
};

}  // namespace memvol::observer
