// A session's atomic operations in flight: requests to the device, and the answers to them. A
// request takes no buffer, since the provider copies it, and no completion: its answer is that.
// Threading: the session's. Lifetime: the endpoint must outlive the last call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "atomics/message.hpp"
#include "client/fifo.hpp"
#include "fabric/endpoint.hpp"

namespace memvol::client {

class AtomicOperations {
 public:
  // As many as the device has receives for at once.
  static constexpr std::uint32_t kInFlightMax = 32;

  AtomicOperations(fabric::Endpoint& endpoint, std::uint32_t slot_count);

  // In a slot that is not in use. False when the provider is busy, or too many are in flight.
  // Throws Failure `io_failed`.
  bool post(std::uint32_t slot, const atomics::Operation& operation);

  // Throws Failure: for one that the device refused `access_denied`, `range_invalid` or
  // `alignment_invalid`, and `io_failed` for an answer that nobody asked for.
  void answered(const atomics::Answer& answer);

  // Slots that are done; the rest at the next call.
  std::size_t take_reportable(std::span<std::uint32_t> slots);

  bool has_reportable() const { return !done_.empty(); }

  // Of the operation that was done last in the slot.
  std::uint64_t old_value(std::uint32_t slot) const { return old_values_[slot]; }

 private:
  fabric::Endpoint& endpoint_;
  std::vector<bool> in_flight_;
  std::uint32_t in_flight_count_ = 0;
  std::vector<std::uint64_t> old_values_;
  Fifo<std::uint32_t> done_;
};

}  // namespace memvol::client
