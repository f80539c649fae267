// Completed operations that the device is still to be told of: gathered until there are enough
// for a batch or the oldest has waited long enough, then merged and put into a sink, and entered
// in the ledger as told.
// Threading: the session's. Lifetime: sink and ledger must outlive it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "client/fifo.hpp"
#include "client/ledger.hpp"
#include "client/operation.hpp"
#include "client/record_sink.hpp"

namespace memvol::client {

// What of it is to be sent: what is due, or everything.
enum class Due : std::uint8_t { kByNow, kAtOnce };

class Outbox {
 public:
  struct Limits {
    // Operations that can wait at once.
    std::size_t capacity = 0;
    // Operations told of together.
    std::size_t batch = 1;
    // The longest that one waits for others.
    std::chrono::nanoseconds linger{};
  };

  Outbox(RecordSink& sink, Ledger& ledger, observation::Batch batch, const Limits& limits)
      : sink_(sink),
        ledger_(ledger),
        batch_(std::move(batch)),
        limits_(limits),
        waiting_(limits.capacity) {}

  bool empty() const { return waiting_.empty(); }
  // Whether there is room for so many more.
  bool has_room(std::size_t operations) const {
    return operations <= waiting_.capacity() - waiting_.size();
  }
  // There must be room.
  void add(const Operation& operation) {
    waiting_.push(
        {.record = record_of(operation, observation::Phase::kAfter), .slot = operation.slot});
  }

  // Puts what is due into the sink, as far as that goes.
  void send(Due due);

  // How long send() need not be called unless something completes: max() when nothing waits,
  // 0 when something is overdue that the sink did not take.
  std::chrono::nanoseconds patience() const;

 private:
  using Clock = std::chrono::steady_clock;

  struct Waiting {
    observation::Record record;
    std::uint32_t slot = 0;
  };

  void put_batches(std::size_t operations_min);

  RecordSink& sink_;
  Ledger& ledger_;
  observation::Batch batch_;
  Limits limits_;
  Fifo<Waiting> waiting_;
  // Since when the oldest has been waiting, to the accuracy of calls to send().
  std::optional<Clock::time_point> waiting_since_;
};

}  // namespace memvol::client
