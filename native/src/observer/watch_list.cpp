#include "observer/watch_list.hpp"

namespace memvol::observer {

std::shared_ptr<Watch> WatchList::open(std::size_t events_max) {
  auto watch = std::make_shared<Watch>(events_max);
  const std::lock_guard lock(mutex_);
  watches_.push_back(watch);
  count_.store(watches_.size(), std::memory_order_relaxed);
  return watch;
}

void WatchList::append(const Event& event) {
  const std::lock_guard lock(mutex_);
  std::erase_if(watches_, [&](const std::weak_ptr<Watch>& weak) {
    const auto watch = weak.lock();
    if (watch) watch->append(event);
    return watch == nullptr;
  });
  count_.store(watches_.size(), std::memory_order_relaxed);
}

}  // namespace memvol::observer
