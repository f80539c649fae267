// What a session has told the device of operations that are done and, where the device
// acknowledges, which of its operations may be reported to the session's user: those that are
// complete and acted on. The device acts in the order in which it is told, so that a number is
// enough: the Nth operation told is acted on once N are.
// Threading: the session's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "client/fifo.hpp"

namespace memvol::client {

class Ledger {
 public:
  Ledger(std::uint32_t slot_count, bool acknowledged)
      : acknowledged_(acknowledged),
        slots_(acknowledged ? slot_count : 0),
        awaited_(slots_.size()),
        reportable_(slots_.size()) {}

  // Operations told of so far.
  std::uint64_t told() const { return told_; }
  bool acknowledged() const { return acknowledged_; }

  // `operations` more were told of together. Each of their slots is then to be awaited.
  void tell(std::uint64_t operations) { told_ += operations; }
  // The slot's operation is among those that were told of last. Before or after it completes.
  void await(std::uint32_t slot) {
    if (!acknowledged_) return;
    slots_[slot].number = told_;
    awaited_.push(slot);
  }

  // The operation is complete. True when it can be reported at once, otherwise take_reportable()
  // gives it once it was acted on. Not for operations that are never told of.
  bool complete(std::uint32_t slot) {
    if (!acknowledged_) return true;
    if (!acted_on(slots_[slot])) {
      slots_[slot].complete = true;
      return false;
    }
    slots_[slot] = {};
    return true;
  }

  // The device has acted on so many.
  void acknowledge(std::uint64_t done);

  // Writes slots that became reportable to `slots` and returns how many.
  std::size_t take_reportable(std::span<std::uint32_t> slots);

 private:
  struct Slot {
    // Acted on when so many are; 0: not told of yet.
    std::uint64_t number = 0;
    bool complete = false;
  };

  bool acted_on(const Slot& slot) const { return slot.number != 0 && slot.number <= acted_on_; }

  bool acknowledged_;
  std::uint64_t told_ = 0;
  std::uint64_t acted_on_ = 0;
  std::vector<Slot> slots_;
  // Told of and not acted on, in the order told.
  Fifo<std::uint32_t> awaited_;
  Fifo<std::uint32_t> reportable_;
};

}  // namespace memvol::client
