// Pseudo-random numbers for workloads: reproducible from a seed on every machine, not secret.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace memvol::bench {

// splitmix64 (Sebastiano Vigna, 2015, public domain): spreads a seed over many states.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

 private:
  std::uint64_t state_;
};

// xoshiro256** 1.0 (David Blackman and Sebastiano Vigna, 2018, public domain).
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    SplitMix64 seeder(seed);
    for (std::uint64_t& word : state_) word = seeder.next();
  }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // A number below `bound` (at least 1) by Lemire's multiplication ("Fast random integer
  // generation in an interval", 2019), without its rejection step: the bias is bound / 2^64.
  std::uint64_t below(std::uint64_t bound) {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace memvol::bench
