// The directions of an operation, and a value for each. A trim gives up a range: what is read
// there afterwards is zeros.
#pragma once

#include <array>
#include <cstdint>

namespace memvol::bench {

enum class Direction : std::uint8_t { kRead, kWrite, kTrim };

inline constexpr std::array<Direction, 3> kDirections = {Direction::kRead, Direction::kWrite,
                                                         Direction::kTrim};

constexpr const char* name_of(Direction direction) {
  if (direction == Direction::kRead) return "read";
  return direction == Direction::kWrite ? "write" : "trim";
}

template <typename T>
struct ByDirection {
  T read{};
  T write{};
  T trim{};

  T& operator[](Direction direction) { return pick(*this, direction); }
  const T& operator[](Direction direction) const { return pick(*this, direction); }

 private:
  template <typename Self>
  static auto& pick(Self& self, Direction direction) {
    if (direction == Direction::kRead) return self.read;
    return direction == Direction::kWrite ? self.write : self.trim;
  }
};

}  // namespace memvol::bench
