#include "bench/offset_stream.hpp"

#include <algorithm>

namespace memvol::bench {

namespace {

// How many aligned places have room for the smallest block.
std::uint64_t count_places(std::uint64_t size_bytes, std::uint64_t align_bytes,
                           std::uint64_t min_bytes) {
  return (size_bytes - min_bytes) / align_bytes + 1;
}

}  // namespace

OffsetStream::OffsetStream(const Pattern& pattern, Direction direction, std::uint64_t offset_bytes,
                           std::uint64_t size_bytes, Random& random)
    : random_(pattern.random),
      offset_bytes_(offset_bytes),
      size_bytes_(size_bytes),
      min_bytes_(pattern.block_sizes[direction].min_bytes),
      align_bytes_(pattern.align_bytes[direction]),
      run_length_(pattern.run_length),
      run_in_place_(pattern.run_in_place),
      random_percent_(pattern.random_percent[direction]),
      gap_bytes_(pattern.gap_bytes),
      lengths_(pattern.block_sizes[direction]) {
  const bool each_once = pattern.each_once && align_bytes_ == 0;
  if (align_bytes_ == 0) align_bytes_ = min_bytes_;
  blocks_ = count_places(size_bytes_, align_bytes_, min_bytes_);
  plain_ =
      random_ ? run_length_ == 1 && random_percent_ == 100 : lengths_.fixed() && gap_bytes_ == 0;
  if (!random_) return;
  if (pattern.distribution.shape != Shape::kUniform) {
    draw_ = Draw::kDistributed;
    distribution_.emplace(pattern.distribution, blocks_, align_bytes_, random);
  } else if (each_once) {
    draw_ = Draw::kEachOnce;
    position_ = blocks_;
  }
}

void OffsetStream::refill(Random& random) {
  taken_ = 0;
  if (!plain_) {
    for (Place& place : ahead_) place = next_of_pattern(random);
  } else if (random_) {
    for (Place& place : ahead_) {
      const std::uint64_t at = draw_block(random) * align_bytes_;
      place = {offset_bytes_ + at, lengths_.draw(random, size_bytes_ - at)};
    }
  } else {
    for (Place& place : ahead_) place = {offset_bytes_ + next_sequential(), min_bytes_};
  }
}

OffsetStream::Place OffsetStream::next_of_pattern(Random& random) {
  const std::uint64_t place = place_of_pattern(random);
  const std::uint64_t length_bytes = lengths_.draw(random, size_bytes_ - place);
  start_bytes_ = place;
  end_bytes_ = place + length_bytes;
  started_ = true;
  return {offset_bytes_ + place, length_bytes};
}

std::uint64_t OffsetStream::place_of_pattern(Random& random) {
  if (!random_) return following();
  if (run_left_ > 0) {
    --run_left_;
    return run_in_place_ ? start_bytes_ : following();
  }
  run_left_ = run_length_ - 1;
  if (random_percent_ < 100 && random.below(100) >= random_percent_) return following();
  return draw_block(random) * align_bytes_;
}

// After the last operation, where there is room for another.
std::uint64_t OffsetStream::following() const {
  const std::uint64_t last = size_bytes_ - min_bytes_;
  // Down from the end, in whole blocks.
  const std::uint64_t start = gap_bytes_ < 0 ? last - last % min_bytes_ : 0;
  if (!started_) return start;
  const auto next = static_cast<std::int64_t>(end_bytes_) + gap_bytes_;
  return next < 0 || static_cast<std::uint64_t>(next) > last ? start
                                                             : static_cast<std::uint64_t>(next);
}

}  // namespace memvol::bench
