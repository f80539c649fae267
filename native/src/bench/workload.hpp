// Which operation comes next: direction, offset, length. The same job and seed give the same
// operations one for one (only their times differ).
//
// Range: [offset, offset + size), in whole blocks; a rest shorter than a block is not touched.
// Sequential: each direction has its own position and starts over at the range's end.
// Random: each block exactly once in a pass, then another order. Directions with blocks of
// the same size share one pass, so that a mixed job too touches each block once, by a read or
// a write (fio's map of blocks). Where the sizes differ, each direction passes over its own
// blocks, aligned to its own size: fio aligns so too, but counts both kinds of blocks in one
// map, where they mean different bytes; covering every byte in each direction is clearer.
// Bounds: as fio, a job ends when the bytes issued reach io_size (the last operation may
// exceed it) or the operations reach number_ios. A ramp comes on top of them.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/direction.hpp"
#include "bench/permutation.hpp"
#include "bench/random.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

struct Operation {
  Direction direction = Direction::kRead;
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
};

// The offsets of one direction, or of both.
class OffsetStream {
 public:
  OffsetStream() = default;
  OffsetStream(std::uint64_t offset_bytes, std::uint64_t block_size_bytes, std::uint64_t blocks)
      : offset_bytes_(offset_bytes), block_size_bytes_(block_size_bytes), blocks_(blocks) {}

  std::uint64_t next_sequential() {
    if (position_ == blocks_) position_ = 0;
    return offset_bytes_ + position_++ * block_size_bytes_;
  }

  std::uint64_t next_random(Random& random) {
    if (!permutation_ || position_ == blocks_) {
      permutation_.emplace(blocks_, random);
      position_ = 0;
    }
    return offset_bytes_ + (*permutation_)(position_++) * block_size_bytes_;
  }

 private:
  std::uint64_t offset_bytes_ = 0;
  std::uint64_t block_size_bytes_ = 0;
  std::uint64_t blocks_ = 0;
  std::uint64_t position_ = 0;
  std::optional<Permutation> permutation_;
};

class Workload {
 public:
  // The job must have passed check_spec().
  Workload(const JobSpec& job, std::uint64_t seed);

  // The direction of the next operation where no rate decides it.
  Direction draw_direction() {
    if (!mixed_) return only_direction_;
    return random_.below(100) < read_percent_ ? Direction::kRead : Direction::kWrite;
  }

  Operation next(Direction direction) {
    OffsetStream& stream = shared_pass_ ? streams_.read : streams_[direction];
    const std::uint64_t length_bytes = block_size_bytes_[direction];
    ++operations_;
    bytes_ += length_bytes;
    return {
        .direction = direction,
        .offset_bytes = random_pattern_ ? stream.next_random(random_) : stream.next_sequential(),
        .length_bytes = length_bytes,
    };
  }

  // Whether the job's bounds are reached: no further operation is to be issued.
  bool exhausted() const { return operations_ >= operations_limit_ || bytes_ >= bytes_limit_; }

  // The bounds count measured operations: called at the ramp's end with what is in flight
  // then, which will be measured.
  void restart_bounds(std::uint64_t operations, std::uint64_t bytes) {
    operations_ = operations;
    bytes_ = bytes;
  }

 private:
  bool mixed_;
  bool random_pattern_;
  bool shared_pass_;
  Direction only_direction_;
  std::uint32_t read_percent_;
  DirectionPair<std::uint64_t> block_size_bytes_;
  std::uint64_t operations_limit_;
  std::uint64_t bytes_limit_;
  std::uint64_t operations_ = 0;
  std::uint64_t bytes_ = 0;
  Random random_;
  DirectionPair<OffsetStream> streams_;
};

}  // namespace memvol::bench
