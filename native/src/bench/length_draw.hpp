// How long the next operation is.
//
// Threading: one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "bench/pattern.hpp"
#include "bench/random.hpp"
#include "bench/segment_sampler.hpp"

namespace memvol::bench {

class LengthDraw {
 public:
  LengthDraw() = default;
  explicit LengthDraw(const BlockSizes& sizes);

  std::uint64_t min_bytes() const { return min_bytes_; }
  bool fixed() const { return fixed_; }

  // No more than `room`, which is at least the smallest length: one that does not fit is drawn
  // again, as fio does, and is the smallest where none seems to.
  std::uint64_t draw(Random& random, std::uint64_t room) const {
    if (fixed_) return min_bytes_;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const std::uint64_t bytes =
          lengths_.empty() ? sampler_.draw(random) * unit_bytes_ : lengths_[sampler_.draw(random)];
      if (bytes <= room) return bytes;
    }
    return min_bytes_;
  }

 private:
  static constexpr int kAttempts = 64;

  bool fixed_ = true;
  std::uint64_t min_bytes_ = 0;
  // Lengths are drawn in this unit...
  std::uint64_t unit_bytes_ = 1;
  // ...or as places in this list, if there is one.
  std::vector<std::uint64_t> lengths_;
  SegmentSampler sampler_;
};

}  // namespace memvol::bench
