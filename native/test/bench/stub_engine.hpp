// An engine for tests: completes at once, unless told to stay silent or to fail.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/failure.hpp"
#include "bench/engine.hpp"

namespace memvol::bench {

struct StubBehaviour {
  // Asked with the number of the operation, from 0. Silent: it never completes.
  std::function<bool(std::uint64_t)> silent_at = [](std::uint64_t) { return false; };
  // The engine throws when it is posted.
  std::function<bool(std::uint64_t)> fails_at = [](std::uint64_t) { return false; };
  // The operation fails when it is polled for, and nothing else does.
  std::function<bool(std::uint64_t)> errs_at = [](std::uint64_t) { return false; };
  // The engine is busy so many times before it takes the operation.
  std::function<int(std::uint64_t)> busy_at = [](std::uint64_t) { return 0; };
  // The device stalls for so long before it completes the operation.
  std::function<std::chrono::nanoseconds(std::uint64_t)> stalls_at = [](std::uint64_t) {
    return std::chrono::nanoseconds(0);
  };
};

class StubEngine final : public Engine {
 public:
  explicit StubEngine(StubBehaviour behaviour) : behaviour_(std::move(behaviour)) {}

  bool submit(const Operation& operation, std::uint32_t slot) override {
    if (refusals_++ < behaviour_.busy_at(operations_.size())) return false;
    refusals_ = 0;
    if (behaviour_.fails_at(operations_.size())) {
      throw Failure("session_ended", "fi_read", 104, "the device closed the connection");
    }
    if (!behaviour_.silent_at(operations_.size())) {
      ready_.push_back(
          {.slot = slot,
           .at = std::chrono::steady_clock::now() + behaviour_.stalls_at(operations_.size()),
           .errs = behaviour_.errs_at(operations_.size())});
    }
    operations_.push_back(operation);
    return true;
  }

  std::size_t poll(std::span<std::uint32_t> slots) override {
    std::size_t completed = 0;
    while (!ready_.empty() && completed < slots.size() &&
           ready_.front().at <= std::chrono::steady_clock::now()) {
      const Ready ready = ready_.front();
      if (ready.errs && completed > 0) break;
      ready_.erase(ready_.begin());
      if (ready.errs) {
        throw OperationFailure(Failure("io_failed", "read", 5, "a read failed"), ready.slot);
      }
      slots[completed++] = ready.slot;
    }
    return completed;
  }

  void wait(std::chrono::nanoseconds timeout) override {
    const auto until = std::chrono::steady_clock::now() + timeout;
    std::this_thread::sleep_until(ready_.empty() ? until : std::min(until, ready_.front().at));
  }

  void settle(std::chrono::nanoseconds) override {}

  const std::vector<Operation>& operations() const { return operations_; }

 private:
  struct Ready {
    std::uint32_t slot;
    std::chrono::steady_clock::time_point at;
    bool errs;
  };

  StubBehaviour behaviour_;
  int refusals_ = 0;
  std::vector<Ready> ready_;
  std::vector<Operation> operations_;
};

inline EngineFactory stub_factory(StubBehaviour behaviour) {
  return [behaviour](const JobSpec&, const ThreadSpec&) {
    return std::make_unique<StubEngine>(behaviour);
  };
}

}  // namespace memvol::bench
