// The engine that reads and writes a volume one-sided, through a client session of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "atomics/message.hpp"
#include "bench/engine.hpp"
#include "bench/io_buffers.hpp"
#include "client/session.hpp"

namespace memvol::bench {

class FabricEngine final : public Engine {
 public:
  // Connects. Throws Failure: as client::Session::connect, `range_invalid` when the job leaves
  // the granted range or its blocks exceed what the provider takes at once, `access_denied`
  // when it needs a right that was not granted.
  FabricEngine(const JobSpec& job, const ThreadSpec& thread);

  // Operations may be in flight still, after a failure: the session ends before their memory's
  // registration does.
  ~FabricEngine() override { end(); }
  FabricEngine(const FabricEngine&) = delete;
  FabricEngine& operator=(const FabricEngine&) = delete;

  bool submit(const Operation& operation, std::uint32_t slot) override;
  std::size_t poll(std::span<std::uint32_t> slots) override;
  void wait(std::chrono::nanoseconds timeout) override;
  std::span<const std::byte> read_data(std::uint32_t slot,
                                       std::uint64_t length_bytes) const override {
    return buffers_.for_read(slot, length_bytes);
  }
  // Tells the device of completed operations that would wait too long for others.
  void settle(std::chrono::nanoseconds pause) override;

 private:
  void end();
  bool submit_atomic(std::uint64_t offset_bytes, std::uint32_t slot);

  std::optional<atomics::Kind> atomic_;
  // What each slot's last compare-and-swap expected, and whether there was one.
  std::vector<std::optional<std::uint64_t>> expected_;
  // The memory outlives both others.
  IoBuffers buffers_;
  std::unique_ptr<client::Session> session_;
  fabric::LocalBuffer local_;
};

}  // namespace memvol::bench
