#include "client/outbox.hpp"

#include <algorithm>

namespace memvol::client {

void Outbox::send(Due due) {
  if (waiting_.empty()) return;
  put_batches(due == Due::kAtOnce ? 1 : limits_.batch);
  if (waiting_.empty() || due == Due::kAtOnce) return;
  // The only reading of the clock, and none while nothing waits.
  const auto now = Clock::now();
  if (!waiting_since_) waiting_since_ = now;
  if (now - *waiting_since_ >= limits_.linger) put_batches(1);
}

// As long as so many wait and the sink takes them.
void Outbox::put_batches(std::size_t operations_min) {
  while (waiting_.size() >= operations_min && !waiting_.empty()) {
    const auto put = put_merged(sink_, batch_, std::min(waiting_.size(), limits_.batch),
                                [this](std::size_t index) { return waiting_[index].record; });
    if (put == 0) return;
    ledger_.tell(put);
    for (std::size_t i = 0; i < put; ++i) {
      ledger_.await(waiting_.front().slot);
      waiting_.pop();
    }
    waiting_since_.reset();
  }
}

std::chrono::nanoseconds Outbox::patience() const {
  if (waiting_.empty()) return std::chrono::nanoseconds::max();
  if (!waiting_since_) return limits_.linger;
  return std::max(std::chrono::nanoseconds::zero(),
                  *waiting_since_ + limits_.linger - Clock::now());
}

}  // namespace memvol::client
