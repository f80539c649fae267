// Where the operations of one direction go, and how long they are: fio's rules for the pattern.
//
// Sequential: each operation follows on the one before (plus the gap) and starts over at the
// range's end; with a negative gap it goes down from the end. Random: places are multiples of the
// alignment, each of them once in a pass and then in another order, or drawn independently. A
// random operation may start a run, whose others follow it or repeat it.
//
// Places are worked out some at a time. The clock, which is read before each operation, waits for
// all that comes before it: worked out one by one, each would cost its whole latency, and side by
// side they cost a fraction of it.
//
// Threading: one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "bench/distribution.hpp"
#include "bench/length_draw.hpp"
#include "bench/pattern.hpp"
#include "bench/permutation.hpp"
#include "bench/random.hpp"

namespace memvol::bench {

class OffsetStream {
 public:
  struct Place {
    std::uint64_t offset_bytes;
    std::uint64_t length_bytes;
  };

  OffsetStream() = default;
  // The range must have room for the longest block.
  OffsetStream(const Pattern& pattern, Direction direction, std::uint64_t offset_bytes,
               std::uint64_t size_bytes, Random& random);

  Place next(Random& random) {
    if (taken_ == kAhead) refill(random);
    return ahead_[taken_++];
  }

  // As from the start, but for random choices, which go on.
  void start_over() {
    taken_ = kAhead;
    position_ = blocks_;
    end_bytes_ = 0;
    started_ = false;
    run_left_ = 0;
  }

 private:
  enum class Draw : std::uint8_t { kEachOnce, kEven, kDistributed };

  std::uint64_t draw_block(Random& random) {
    if (draw_ == Draw::kEachOnce) {
      if (position_ == blocks_) {
        permutation_.emplace(blocks_, random);
        position_ = 0;
      }
      return (*permutation_)(position_++);
    }
    return draw_ == Draw::kEven ? random.below(blocks_) : distribution_->draw(random);
  }

  std::uint64_t next_sequential() {
    if (end_bytes_ + min_bytes_ > size_bytes_) end_bytes_ = 0;
    const std::uint64_t at = end_bytes_;
    end_bytes_ += min_bytes_;
    return at;
  }

  void refill(Random& random);
  Place next_of_pattern(Random& random);
  std::uint64_t place_of_pattern(Random& random);
  std::uint64_t following() const;

  static constexpr std::size_t kAhead = 16;

  std::array<Place, kAhead> ahead_{};
  std::size_t taken_ = kAhead;
  // No operation depends on the one before, but for following it.
  bool plain_ = true;
  bool random_ = false;
  Draw draw_ = Draw::kEven;
  std::uint64_t offset_bytes_ = 0;
  std::uint64_t size_bytes_ = 0;
  std::uint64_t min_bytes_ = 0;
  std::uint64_t align_bytes_ = 0;
  std::uint64_t blocks_ = 0;
  // In the permutation.
  std::uint64_t position_ = 0;
  // Of the last operation, from the start of the range.
  std::uint64_t start_bytes_ = 0;
  std::uint64_t end_bytes_ = 0;
  bool started_ = false;
  std::uint32_t run_left_ = 0;
  std::uint32_t run_length_ = 1;
  bool run_in_place_ = false;
  std::uint32_t random_percent_ = 100;
  std::int64_t gap_bytes_ = 0;
  LengthDraw lengths_;
  std::optional<Permutation> permutation_;
  std::optional<BlockDistribution> distribution_;
};

}  // namespace memvol::bench
