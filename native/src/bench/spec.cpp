#include "bench/spec.hpp"

#include <algorithm>
#include <string>

#include "base/failure.hpp"
#include "bench/block_seal.hpp"

namespace memvol::bench {

namespace {

constexpr std::uint64_t kWordBytes = 8;

Failure refusal(const char* code, const std::string& message) {
  return Failure(code, "run", 0, message);
}

void check_blocks(const JobSpec& job, const BlockSizes& sizes) {
  if (sizes.min_bytes == 0) throw refusal("usage", "the block size is 0");
  if (sizes.max_bytes < sizes.min_bytes) throw refusal("usage", "the block sizes are no range");
  if (sizes.max_bytes <= job.size_bytes) return;
  throw refusal("range_invalid", "a block of " + std::to_string(sizes.max_bytes) +
                                     " bytes does not fit into the job's range of " +
                                     std::to_string(job.size_bytes) +
                                     " bytes; use smaller blocks or a larger range");
}

// Some zone must be hit at all: have a weight, and room for a block.
void check_zones(const JobSpec& job) {
  const Distribution& distribution = job.pattern.distribution;
  if (distribution.shape != Shape::kZones) return;
  for (const Direction direction : kDirections) {
    if (!job.uses(direction)) continue;
    const std::uint64_t align_bytes = job.pattern.align_bytes[direction];
    const std::uint64_t block_bytes =
        align_bytes > 0 ? align_bytes : job.pattern.block_sizes[direction].min_bytes;
    std::uint64_t first = 0;
    bool hit = false;
    for (const Zone& zone : distribution.zones) {
      const std::uint64_t end = std::min(zone.end_bytes, job.size_bytes) / block_bytes;
      hit |= end > first && zone.weight > 0;
      first = std::max(first, end);
    }
    if (!hit) throw refusal("range_invalid", "no zone has room for a block; use a larger range");
  }
}

void check_verify(const JobSpec& job) {
  const Verify& verify = job.verify;
  if (!verify.set()) return;
  if (job.engine == EngineKind::kNull) {
    throw refusal("usage", "the null engine keeps nothing that could be verified");
  }
  if (verify.method == VerifyMethod::kPattern) {
    if (verify.pattern.empty()) throw refusal("usage", "there is no pattern to verify");
    return;
  }
  std::uint64_t least_bytes = verify.interval_bytes > 0 ? verify.interval_bytes : ~std::uint64_t{0};
  for (const Direction direction : {Direction::kRead, Direction::kWrite}) {
    if (!job.uses(direction)) continue;
    least_bytes = std::min(least_bytes, job.pattern.block_sizes[direction].min_bytes);
  }
  if (least_bytes >= BlockSeal::kHeaderBytes) return;
  throw refusal("range_invalid", "blocks of " + std::to_string(least_bytes) +
                                     " bytes have no room for the " +
                                     std::to_string(BlockSeal::kHeaderBytes) +
                                     " bytes of a header for verification");
}

// No entry may leave the thread's range or the buffers.
void check_replay(const JobSpec& job) {
  if (!job.pattern.replayed) return;
  for (const ThreadSpec& thread : job.threads) {
    if (thread.replay.empty()) throw refusal("usage", "there is nothing in the log to replay");
    for (const ReplayEntry& entry : thread.replay) {
      const std::uint64_t longest_bytes = job.pattern.block_sizes[entry.direction].max_bytes;
      if (!job.uses(entry.direction) || entry.length_bytes == 0 ||
          entry.length_bytes > longest_bytes) {
        throw refusal("usage", "an operation of the log is of no length that the job has");
      }
      if (entry.length_bytes <= job.size_bytes &&
          entry.offset_bytes <= job.size_bytes - entry.length_bytes) {
        continue;
      }
      throw refusal("range_invalid",
                    "an operation of the log at offset " + std::to_string(entry.offset_bytes) +
                        " leaves the job's range of " + std::to_string(job.size_bytes) + " bytes");
    }
  }
}

void check_atomic(const JobSpec& job) {
  if (!job.atomic) return;
  const BlockSizes& sizes = job.pattern.block_sizes.write;
  if (job.engine != EngineKind::kFabric) throw refusal("usage", "only a volume has atomic words");
  if (job.uses(Direction::kRead) || job.uses(Direction::kTrim) || job.verify.set()) {
    throw refusal("usage", "a job of atomic operations does nothing else");
  }
  if (sizes.min_bytes != kWordBytes || sizes.max_bytes != kWordBytes) {
    throw refusal("usage", "atomic operations are on words of 8 bytes");
  }
}

void check_job(const JobSpec& job) {
  if (job.threads.empty()) throw refusal("usage", "a job needs at least one thread");
  if (job.iodepth == 0) throw refusal("usage", "iodepth is 0; it must be at least 1");
  if (job.pattern.read_percent > 100) {
    throw refusal("usage", "the share of reads is above 100 percent");
  }
  if (job.flow.loops == 0) throw refusal("usage", "a job that is gone through no times");
  if (job.flow.start_delay_max_ns < job.flow.start_delay_min_ns) {
    throw refusal("usage", "the start delays are no range");
  }
  if (job.pattern.run_length == 0) throw refusal("usage", "a run of operations has no length");
  if (job.pattern.trims == Trims::kBeforeWrite && job.rates.paced()) {
    throw refusal("usage", "writes that follow on trims have no rate of their own");
  }
  for (const Direction direction : kDirections) {
    if (job.uses(direction)) check_blocks(job, job.pattern.block_sizes[direction]);
  }
  check_zones(job);
  check_replay(job);
  check_atomic(job);
  check_verify(job);
}

}  // namespace

void check_spec(const RunSpec& spec) {
  if (spec.jobs.empty()) throw refusal("usage", "a run needs at least one job");
  if (spec.operation_timeout_ns == 0) throw refusal("usage", "the operation timeout is 0");
  for (std::size_t place = 0; place < spec.jobs.size(); ++place) {
    const JobSpec& job = spec.jobs[place];
    check_job(job);
    // So no two wait for each other.
    if (job.flow.wait_for && *job.flow.wait_for >= place) {
      throw refusal("usage", "a job waits for one that does not come before it");
    }
  }
}

}  // namespace memvol::bench
