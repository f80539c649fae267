// The two directions of an operation, and a value for each.
#pragma once

#include <array>
#include <cstdint>

namespace memvol::bench {

enum class Direction : std::uint8_t { read, write };

inline constexpr std::array<Direction, 2> all_directions = {Direction::read, Direction::write};

template <typename T>
struct DirectionPair {
  T read{};
  T write{};

  T& operator[](Direction direction) { return direction == Direction::read ? read : write; }
  const T& operator[](Direction direction) const {
    return direction == Direction::read ? read : write;
  }
};

}  // namespace memvol::bench
