// Numbers in what goes over a wire: little-endian, whatever the processor.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace memvol {

template <std::unsigned_integral T>
void put_little_endian(std::byte* at, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) at[i] = static_cast<std::byte>(value >> (8 * i));
}

template <std::unsigned_integral T>
T get_little_endian(const std::byte* at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value | (static_cast<T>(at[i]) << (8 * i)));
  }
  return value;
}

}  // namespace memvol
