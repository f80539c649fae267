// How a client tells the device's observer what it does, as far as its session's mode of
// observation (which the device decides) leaves it to the client.
#pragma once

#include <chrono>
#include <cstdint>

namespace memvol::client {

// When an operation is told of. A mode without messages or records has no choice.
enum class Phases : std::uint8_t { kBefore, kAfter, kBoth };

constexpr bool tells_before(Phases phases) { return phases != Phases::kAfter; }
constexpr bool tells_after(Phases phases) { return phases != Phases::kBefore; }

struct NotifyOptions {
  Phases when = Phases::kAfter;
  // Operations told of together, at most; from 1 to observation::kMessageRecordsMax.
  std::uint32_t batch = 32;
  // Nothing is told over the fabric: the caller does it by another way.
  bool out_of_band = false;
  // The longest that a completed operation waits for others to be told of with it.
  std::chrono::nanoseconds linger = std::chrono::milliseconds(1);
};

}  // namespace memvol::client
