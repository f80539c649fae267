// A volume's memory for tests: zero at first, read and written in words by any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "observation/geometry.hpp"

namespace memvol::observer {

class VolumeMemory {
 public:
  explicit VolumeMemory(std::size_t size_bytes)
      : words_((size_bytes + 7) / 8), size_bytes_(size_bytes) {}

  std::span<const std::byte> bytes() const {
    return std::as_bytes(std::span(words_)).first(size_bytes_);
  }
  std::size_t size_bytes() const { return size_bytes_; }
  // Whole words that the extent touches.
  std::span<std::uint64_t> words(const observation::Extent& extent) {
    const std::size_t first = extent.offset_bytes / 8;
    return std::span(words_).subspan(first, (extent.end_bytes() + 7) / 8 - first);
  }

  void fill(const observation::Extent& extent, std::uint64_t value) {
    for (std::uint64_t& word : words(extent)) {
      std::atomic_ref(word).store(value, std::memory_order_relaxed);
    }
  }

  void copy_to(VolumeMemory& copy, const observation::Extent& extent) {
    const auto from = words(extent);
    const auto to = copy.words(extent);
    for (std::size_t i = 0; i < from.size(); ++i) {
      to[i] = std::atomic_ref(from[i]).load(std::memory_order_relaxed);
    }
  }

  bool operator==(const VolumeMemory& other) const { return words_ == other.words_; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_bytes_;
};

}  // namespace memvol::observer
