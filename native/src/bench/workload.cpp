#include "bench/workload.hpp"

#include <limits>

namespace memvol::bench {

namespace {

std::uint64_t limit_or_none(std::uint64_t limit) {
  return limit == 0 ? std::numeric_limits<std::uint64_t>::max() : limit;
}

}  // namespace

Workload::Workload(const JobSpec& job, std::uint64_t seed)
    : mixed_(job.mixed()),
      random_pattern_(job.random),
      shared_pass_(job.random && job.mixed() &&
                   job.block_size_bytes.read == job.block_size_bytes.write),
      only_direction_(job.uses(Direction::kRead) ? Direction::kRead : Direction::kWrite),
      read_percent_(job.read_percent),
      block_size_bytes_(job.block_size_bytes),
      operations_limit_(limit_or_none(job.number_ios)),
      bytes_limit_(limit_or_none(job.io_size_bytes)),
      random_(seed) {
  for (const Direction direction : kDirections) {
    if (!job.uses(direction)) continue;
    const std::uint64_t block_size_bytes = job.block_size_bytes[direction];
    streams_[direction] =
        OffsetStream(job.offset_bytes, block_size_bytes, job.size_bytes / block_size_bytes);
  }
}

}  // namespace memvol::bench
