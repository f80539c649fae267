// Which operation comes next: direction, offset, length. The same job and seed give the same
// operations one for one (only their times differ).
//
// Range: [offset, offset + size), in whole blocks; a rest shorter than a block is not touched.
// Places and lengths: offset_stream.hpp, with a stream for each direction. Random directions
// whose blocks are of one size share one, so that a mixed job too touches each block once, by a
// read or a write (fio's map of blocks). Where the sizes differ, each direction passes over its
// own blocks, aligned to its own size: fio aligns so too, but counts both kinds of blocks in one
// map, where they mean different bytes; covering every byte in each direction is clearer.
// Trims before writes: each trim is followed by a write of the same bytes.
// Bounds: as fio, a job ends when the bytes issued reach io_size (the last operation may
// exceed it) or the operations reach number_ios. With loops it then starts over, at the range's
// start or with another random order. A ramp comes on top of them.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/direction.hpp"
#include "bench/offset_stream.hpp"
#include "bench/random.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

struct Operation {
  Direction direction = Direction::kRead;
  // Reads back what was written, and is no part of the workload.
  bool checks = false;
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
  // Which of its thread's writes it is, where they are verified.
  std::uint64_t sequence = 0;
};

class Workload {
 public:
  // The job must have passed check_spec().
  Workload(const JobSpec& job, const ThreadSpec& thread);

  // The direction of the next operation where no rate decides it.
  Direction draw_direction() {
    if (!mixed_) [[likely]]
      return to_rewrite_ ? Direction::kWrite : only_direction_;
    return random_.below(100) < read_percent_ ? Direction::kRead : Direction::kWrite;
  }

  Operation next(Direction direction) {
    OffsetStream& stream = shared_pass_ ? streams_.read : streams_[direction];
    const OffsetStream::Place place =
        writes_after_trims_ ? next_pair_half(direction) : stream.next(random_);
    ++operations_;
    bytes_ += place.length_bytes;
    return {.direction = direction,
            .offset_bytes = place.offset_bytes,
            .length_bytes = place.length_bytes};
  }

  // Whether the job's bounds are reached, the last time if there are loops: no further operation
  // is to be issued.
  bool exhausted() {
    if (operations_ < operations_limit_ && bytes_ < bytes_limit_) [[likely]]
      return false;
    if (loops_left_ == 0) return true;
    begin_next_loop();
    return false;
  }

  // A length that operations of the direction have.
  std::uint64_t usual_bytes(Direction direction) const { return usual_bytes_[direction]; }

  // The bounds count measured operations: called at the ramp's end with what is in flight
  // then, which will be measured.
  void restart_bounds(std::uint64_t operations, std::uint64_t bytes) {
    operations_ = operations;
    bytes_ = bytes;
  }

 private:
  OffsetStream::Place next_pair_half(Direction direction);
  void begin_next_loop();

  bool mixed_;
  bool shared_pass_;
  bool writes_after_trims_;
  Direction only_direction_;
  std::uint32_t read_percent_;
  std::uint64_t operations_limit_;
  std::uint64_t bytes_limit_;
  std::uint32_t loops_left_;
  ByDirection<std::uint64_t> usual_bytes_;
  std::uint64_t operations_ = 0;
  std::uint64_t bytes_ = 0;
  Random random_;
  ByDirection<OffsetStream> streams_;
  // What was trimmed and is to be written next.
  std::optional<OffsetStream::Place> to_rewrite_;
};

}  // namespace memvol::bench
