#include "observer/watch.hpp"

#include <utility>

namespace memvol::observer {

Watch::Batch Watch::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(batch_, {});
}

void Watch::append(const Event& event) {
  const std::lock_guard lock(mutex_);
  if (batch_.events.size() < events_max_) {
    batch_.events.push_back(event);
  } else {
    batch_.operations_missed += event.operations;
  }
}

}  // namespace memvol::observer
