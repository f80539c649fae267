#include "bench/spec.hpp"

#include "base/failure.hpp"

namespace memvol::bench {

namespace {

Failure refusal(const char* code, const std::string& message) {
  return Failure(code, "run", 0, message);
}

void check_job(const JobSpec& job) {
  if (job.threads.empty()) throw refusal("usage", "a job needs at least one thread");
  if (job.iodepth == 0) throw refusal("usage", "iodepth is 0; it must be at least 1");
  if (job.read_percent > 100) throw refusal("usage", "the share of reads is above 100 percent");
  for (const Direction direction : kDirections) {
    if (!job.uses(direction)) continue;
    const std::uint64_t block_size_bytes = job.block_size_bytes[direction];
    if (block_size_bytes == 0) throw refusal("usage", "the block size is 0");
    if (block_size_bytes > job.size_bytes) {
      throw refusal("range_invalid", "a block of " + std::to_string(block_size_bytes) +
                                         " bytes does not fit into the job's range of " +
                                         std::to_string(job.size_bytes) +
                                         " bytes; use smaller blocks or a larger range");
    }
  }
}

}  // namespace

void check_spec(const RunSpec& spec) {
  if (spec.jobs.empty()) throw refusal("usage", "a run needs at least one job");
  if (spec.operation_timeout_ns == 0) throw refusal("usage", "the operation timeout is 0");
  for (const JobSpec& job : spec.jobs) check_job(job);
}

}  // namespace memvol::bench
