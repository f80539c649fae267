// An engine for tests that keeps what is written, completes in random order, and lets a test tamper
// with what it keeps.
#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

#include "bench/engine.hpp"
#include "bench/io_buffers.hpp"
#include "bench/random.hpp"

namespace memvol::bench {

// Shared by the engines of a run, as a volume is.
class Memory {
 public:
  explicit Memory(std::size_t bytes) : bytes_(bytes) {}

  // Runs with nothing else at the memory.
  template <typename Use>
  void with_bytes(Use use) {
    const std::lock_guard lock(mutex_);
    use(bytes_);
  }

 private:
  std::mutex mutex_;
  std::vector<std::byte> bytes_;
};

// Called before each read with its number, from 0.
using Tamper = std::function<void(std::uint64_t read, std::vector<std::byte>& bytes)>;

class MemoryEngine final : public Engine {
 public:
  MemoryEngine(const JobSpec& job, const ThreadSpec& thread, Memory& memory, Tamper tamper = {})
      : buffers_(job, thread.seed),
        memory_(memory),
        tamper_(std::move(tamper)),
        order_(thread.seed) {}

  bool submit(const Operation& operation, std::uint32_t slot) override {
    queued_.push_back({operation, slot});
    return true;
  }

  std::size_t poll(std::span<std::uint32_t> slots) override {
    // Some of what is queued, in any order; at least one.
    std::size_t completed = 0;
    while (!queued_.empty() && completed < slots.size() &&
           (completed == 0 || order_.below(3) > 0)) {
      const auto chosen =
          queued_.begin() + static_cast<std::ptrdiff_t>(order_.below(queued_.size()));
      carry_out(*chosen);
      slots[completed++] = chosen->slot;
      queued_.erase(chosen);
    }
    return completed;
  }

  void wait(std::chrono::nanoseconds) override {}
  void settle(std::chrono::nanoseconds) override {}
  std::span<const std::byte> read_data(std::uint32_t slot,
                                       std::uint64_t length_bytes) const override {
    return buffers_.for_read(slot, length_bytes);
  }

 private:
  struct Queued {
    Operation operation;
    std::uint32_t slot;
  };

  void carry_out(const Queued& queued) {
    const Operation& operation = queued.operation;
    memory_.with_bytes([&](std::vector<std::byte>& bytes) {
      const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(operation.offset_bytes);
      if (operation.direction == Direction::kRead) {
        if (tamper_) tamper_(reads_++, bytes);
        std::copy_n(place, operation.length_bytes,
                    buffers_.for_read(queued.slot, operation.length_bytes).begin());
      } else {
        const auto from = operation.direction == Direction::kWrite
                              ? buffers_.for_write(queued.slot, operation)
                              : buffers_.for_trim(operation.length_bytes);
        std::copy(from.begin(), from.end(), place);
      }
    });
  }

  IoBuffers buffers_;
  Memory& memory_;
  Tamper tamper_;
  Random order_;
  std::vector<Queued> queued_;
  std::uint64_t reads_ = 0;
};

}  // namespace memvol::bench
