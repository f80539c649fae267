// How a session's operations are observed. What each mode sees: docs/observer.md.
#pragma once

#include <cstdint>

namespace memvol::observation {

// The values go over the wire.
enum class Mode : std::uint8_t {
  kNone = 0,
  kHash = 1,
  kImmediate = 2,
  kMessage = 3,
  kScratch = 4,
};

// Whether the device hears of a session's writes from the session (and not by hashing, or never).
constexpr bool announces(Mode mode) {
  return mode == Mode::kImmediate || mode == Mode::kMessage || mode == Mode::kScratch;
}

}  // namespace memvol::observation
