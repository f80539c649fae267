// Copies memory that clients may be writing to: in words, each of them whole.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace memvol::persistence {

// Of the same size, a multiple of 8 bytes; `live` is aligned so.
inline void copy_live(std::span<const std::byte> live, std::span<std::byte> into) {
  // An atomic_ref takes no const object before C++26; nothing is written.
  auto* from = reinterpret_cast<std::uint64_t*>(const_cast<std::byte*>(live.data()));
  for (std::size_t at = 0; at + sizeof(std::uint64_t) <= live.size();
       at += sizeof(std::uint64_t), ++from) {
    const std::uint64_t word = std::atomic_ref(*from).load(std::memory_order_relaxed);
    std::memcpy(into.data() + at, &word, sizeof(word));
  }
}

}  // namespace memvol::persistence
