// How a volume is persisted, and how far that has come. docs/durability.md has the promises.
// Immutable values; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace memvol::persistence {

enum class DurabilityMode : std::uint8_t {
  // In the background, at intervals.
  kAsync,
  // When asked.
  kBarrier,
  // Before a write is acknowledged.
  kSync,
};

struct DurabilityOptions {
  DurabilityMode mode = DurabilityMode::kAsync;
  // Of kAsync: a write is taken up no later than this after it was announced.
  std::chrono::nanoseconds interval = std::chrono::milliseconds(100);
  // Of kAsync: as soon as so much is dirty, whatever the interval; 0: no such bound.
  std::uint64_t dirty_bytes_max = 0;
  // A call of the store that takes longer hangs, as far as anybody can tell.
  std::chrono::nanoseconds store_timeout = std::chrono::seconds(30);
  // How much of the image is looked at for damage, each second; 0: none.
  std::uint64_t scrub_bytes_per_second = 0;
};

struct ScrubStatus {
  // How often the whole image was looked at.
  std::uint64_t passes = 0;
  std::uint64_t bytes_compared = 0;
  // What of the image is not what its checksums say.
  std::uint64_t damaged_bytes = 0;
};

struct DurabilityStatus {
  std::uint64_t durable_epoch = 0;
  std::uint64_t dirty_bytes = 0;
  std::uint64_t log_bytes = 0;
  // Why the store cannot be used any more; nothing while it can.
  std::optional<std::string> failure;
  // What the store does that takes so long; nothing while it does not hang.
  std::optional<std::string> stall;
  ScrubStatus scrub{};
  // How long the store would take for what is dirty; nothing before that can be told.
  std::optional<std::chrono::nanoseconds> persist_time;
};

}  // namespace memvol::persistence
