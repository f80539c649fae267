#include "bench/workload.hpp"

#include <limits>

namespace memvol::bench {

namespace {

std::uint64_t limit_or_none(std::uint64_t limit) {
  return limit == 0 ? std::numeric_limits<std::uint64_t>::max() : limit;
}

// One map of blocks for both directions.
bool shares_pass(const Pattern& pattern) {
  const BlockSizes& read = pattern.block_sizes.read;
  const BlockSizes& write = pattern.block_sizes.write;
  return pattern.random && pattern.mixed() && read.fixed() && write.fixed() &&
         read.min_bytes == write.min_bytes &&
         pattern.align_bytes.read == pattern.align_bytes.write &&
         pattern.random_percent.read == pattern.random_percent.write;
}

Direction only_direction(const Pattern& pattern) {
  if (pattern.uses(Direction::kTrim)) return Direction::kTrim;
  return pattern.uses(Direction::kRead) ? Direction::kRead : Direction::kWrite;
}

// fio limits each of the two kinds: a pair of operations counts once.
std::uint64_t pair_factor(const Pattern& pattern) {
  return pattern.trims == Trims::kBeforeWrite ? 2 : 1;
}

}  // namespace

Workload::Workload(const JobSpec& job, const ThreadSpec& thread)
    : mixed_(job.pattern.mixed()),
      shared_pass_(shares_pass(job.pattern)),
      writes_after_trims_(job.pattern.trims == Trims::kBeforeWrite),
      only_direction_(only_direction(job.pattern)),
      read_percent_(job.pattern.read_percent),
      operations_limit_(limit_or_none(job.number_ios * pair_factor(job.pattern))),
      bytes_limit_(limit_or_none(job.io_size_bytes * pair_factor(job.pattern))),
      loops_left_(job.flow.loops - 1),
      random_(thread.seed) {
  for (const Direction direction : kDirections) {
    if (!job.uses(direction)) continue;
    const BlockSizes& sizes = job.pattern.block_sizes[direction];
    usual_bytes_[direction] = (sizes.min_bytes + sizes.max_bytes) / 2;
    streams_[direction] = OffsetStream(
        job.pattern, direction, job.offset_bytes + thread.offset_bytes, job.size_bytes, random_);
  }
}

void Workload::begin_next_loop() {
  --loops_left_;
  operations_ = 0;
  bytes_ = 0;
  for (const Direction direction : kDirections) streams_[direction].start_over();
}

OffsetStream::Place Workload::next_pair_half(Direction direction) {
  if (direction == Direction::kTrim) {
    to_rewrite_ = streams_.trim.next(random_);
    return *to_rewrite_;
  }
  const OffsetStream::Place place = *to_rewrite_;
  to_rewrite_.reset();
  return place;
}

}  // namespace memvol::bench
