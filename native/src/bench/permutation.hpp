// A pseudo-random permutation of [0, n) that needs no memory: a Feistel network over the next
// power of two, walked along its cycles until a number below n comes up (format-preserving
// encryption; Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). Random I/O by
// it visits each block exactly once in a pass, as fio does with its map of blocks.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "bench/random.hpp"

namespace memvol::bench {

class Permutation {
 public:
  // `n` is at least 1; takes its keys from `random`.
  Permutation(std::uint64_t n, Random& random) : n_(n) {
    const unsigned bits = std::max(2U, static_cast<unsigned>(std::bit_width(n - 1)));
    low_bits_ = bits / 2;
    low_mask_ = (std::uint64_t{1} << low_bits_) - 1;
    high_mask_ = (std::uint64_t{1} << (bits - low_bits_)) - 1;
    for (std::uint64_t& key : keys_) key = random.next();
  }

  std::uint64_t size() const { return n_; }

  // Where `index` (below n) goes. Fewer than two steps on average, as the domain is less than
  // twice n (for n above 2).
  std::uint64_t operator()(std::uint64_t index) const {
    do {
      index = step(index);
    } while (index >= n_);
    return index;
  }

 private:
  // Each round changes one half by a function of the other, so it can be undone, whatever
  // the function is.
  std::uint64_t step(std::uint64_t index) const {
    std::uint64_t low = index & low_mask_;
    std::uint64_t high = index >> low_bits_;
    for (std::size_t round = 0; round < keys_.size(); round += 2) {
      high ^= mix(low ^ keys_[round]) & high_mask_;
      low ^= mix(high ^ keys_[round + 1]) & low_mask_;
    }
    return (high << low_bits_) | low;
  }

  static std::uint64_t mix(std::uint64_t value) {
    value *= 0x9e3779b97f4a7c15;
    return value ^ (value >> 32);
  }

  std::uint64_t n_;
  unsigned low_bits_;
  std::uint64_t low_mask_;
  std::uint64_t high_mask_;
  std::array<std::uint64_t, 4> keys_;
};

}  // namespace memvol::bench
