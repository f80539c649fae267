// What carries out operations: a device over the fabric, a local file, or nothing at all.
//
// Threading: an engine is made, used and destroyed by one thread.
// Lifetime: destroying an engine with operations in flight abandons them safely.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "base/failure.hpp"
#include "bench/spec.hpp"
#include "bench/workload.hpp"

namespace memvol::bench {

// One operation failed, and nothing else did.
class OperationFailure : public Failure {
 public:
  OperationFailure(const Failure& failure, std::uint32_t slot) : Failure(failure), slot_(slot) {}

  // Of the operation; no longer in flight.
  std::uint32_t slot() const { return slot_; }

 private:
  std::uint32_t slot_;
};

class Engine {
 public:
  virtual ~Engine() = default;

  // Posts an operation in a slot below the iodepth that is not in flight. False when the
  // engine is busy: poll, then try again. Throws Failure when it is dead.
  virtual bool submit(const Operation& operation, std::uint32_t slot) = 0;

  // Writes the slots that completed to `slots` and returns how many. Throws OperationFailure for
  // one that failed where the engine can go on, after all that completed before it were given;
  // Failure where it cannot.
  virtual std::size_t poll(std::span<std::uint32_t> slots) = 0;

  // Blocks until poll() may have something, at most `timeout`.
  virtual void wait(std::chrono::nanoseconds timeout) = 0;

  // What a read that has completed brought, until its slot is used again; nothing where the engine
  // keeps no data.
  virtual std::span<const std::byte> read_data(std::uint32_t slot,
                                               std::uint64_t length_bytes) const {
    static_cast<void>(slot);
    static_cast<void>(length_bytes);
    return {};
  }

  // Nothing is in flight and nothing will be called for so long: does first what should not be
  // left until then. Throws Failure when the engine is dead.
  virtual void settle(std::chrono::nanoseconds pause) = 0;
};

// Makes (connects) the engine of one thread of a job; throws Failure when it cannot.
using EngineFactory =
    std::function<std::unique_ptr<Engine>(const JobSpec& job, const ThreadSpec& thread)>;

}  // namespace memvol::bench
