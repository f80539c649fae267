// Which operations a job does and where: fio's options of the pattern, resolved to numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bench/direction.hpp"

namespace memvol::bench {

// Lengths of operations: one, all of a range alike, or some by weight.
struct BlockSizes {
  struct Weighted {
    std::uint64_t bytes;
    double weight;
  };

  std::uint64_t min_bytes = 4096;
  std::uint64_t max_bytes = 4096;
  // Any length of the range, and not only multiples of the smallest.
  bool unaligned = false;
  // Empty: the range.
  std::vector<Weighted> split;

  static BlockSizes of(std::uint64_t bytes) {
    return {.min_bytes = bytes, .max_bytes = bytes, .unaligned = false, .split = {}};
  }
  bool fixed() const { return min_bytes == max_bytes; }
};

// How often which blocks of the range are hit.
enum class Shape : std::uint8_t { kUniform, kZipf, kPareto, kNormal, kZones };

struct Zone {
  // Where it ends, from the start of the range; it starts where the one before ends.
  std::uint64_t end_bytes;
  double weight;
};

struct Distribution {
  Shape shape = Shape::kUniform;
  // zipf: theta; pareto: h; normal: the standard deviation in percent of the range.
  double parameter = 0;
  // Where the likeliest block is, from 0 to 1; absent: anywhere, or the middle (normal).
  std::optional<double> center;
  std::vector<Zone> zones;
};

enum class Trims : std::uint8_t { kNone, kOnly, kBeforeWrite };

struct Pattern {
  bool random = false;
  // 100: reads only; 0: writes only. Counts where there are no trims.
  std::uint32_t read_percent = 100;
  Trims trims = Trims::kNone;
  ByDirection<BlockSizes> block_sizes;
  // Random places are multiples of it; 0: of the smallest block, and each once in a pass.
  ByDirection<std::uint64_t> align_bytes;
  // Of random operations; the others follow on the one before.
  ByDirection<std::uint32_t> random_percent = {100, 100, 100};
  // Each block once before any again, where the distribution is uniform.
  bool each_once = true;
  Distribution distribution;
  // So many operations from one random place on...
  std::uint32_t run_length = 1;
  // ...all at that place, and not one after the other.
  bool run_in_place = false;
  // Between sequential operations; may be negative, for going backwards.
  std::int64_t gap_bytes = 0;
  // The directions of what is replayed, in the place of all but the block sizes; absent: nothing
  // is.
  std::optional<ByDirection<bool>> replayed;

  bool uses(Direction direction) const {
    if (replayed) return (*replayed)[direction];
    switch (direction) {
      case Direction::kRead:
        return trims == Trims::kNone && read_percent > 0;
      case Direction::kWrite:
        return trims == Trims::kNone ? read_percent < 100 : trims == Trims::kBeforeWrite;
      case Direction::kTrim:
        return trims != Trims::kNone;
    }
    return false;
  }
  bool mixed() const { return uses(Direction::kRead) && uses(Direction::kWrite); }
};

}  // namespace memvol::bench
