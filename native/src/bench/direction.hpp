// The two directions of an operation, and a value for each.
#pragma once

#include <array>
#include <cstdint>

namespace memvol::bench {

enum class Direction : std::uint8_t { kRead, kWrite };

inline constexpr std::array<Direction, 2> kDirections = {Direction::kRead, Direction::kWrite};

template <typename T>
struct DirectionPair {
  T read{};
  T write{};

  T& operator[](Direction direction) { return direction == Direction::kRead ? read : write; }
  const T& operator[](Direction direction) const {
    return direction == Direction::kRead ? read : write;
  }
};

}  // namespace memvol::bench
