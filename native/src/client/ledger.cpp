#include "client/ledger.hpp"

#include <algorithm>

namespace memvol::client {

void Ledger::acknowledge(std::uint64_t done) {
  // What was never told cannot have been acted on, whatever the device says.
  acted_on_ = std::max(acted_on_, std::min(done, told_));
  while (!awaited_.empty() && acted_on(slots_[awaited_.front()])) {
    Slot& slot = slots_[awaited_.front()];
    if (slot.complete) {
      reportable_.push(awaited_.front());
      slot = {};
    }
    awaited_.pop();
  }
}

std::size_t Ledger::take_reportable(std::span<std::uint32_t> slots) {
  std::size_t count = 0;
  for (; count < slots.size() && !reportable_.empty(); ++count) {
    slots[count] = reportable_.front();
    reportable_.pop();
  }
  return count;
}

}  // namespace memvol::client
