// What one thread has written, and whether it is still there: numbers its writes, says what is to
// be read back and when, and looks at what was read.
//
// Threading: one thread. Lifetime: the job must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bench/block_seal.hpp"
#include "bench/result.hpp"
#include "bench/workload.hpp"
#include "bench/write_log.hpp"

namespace memvol::bench {

class Verifier {
 public:
  Verifier(const JobSpec& job, const ThreadSpec& thread);

  // An operation of the workload has been taken up: a write gets its number.
  void number(Operation& operation);
  // And has been posted, when nothing that overlaps it was in flight.
  void posted(const Operation& operation);
  // What it should have written is not known to be there.
  void failed(const Operation& operation) {
    if (operation.direction == Direction::kRead) return;
    log_.forget(operation.offset_bytes, operation.length_bytes);
  }
  // Whether what the same job wrote before is to be read, and nothing to be written.
  bool only() const { return job_.verify.only; }
  // The workload is over: all that was written is to be read back, if the job says so.
  void workload_over();

  // Whether a phase of reading back is on or due. It begins when nothing is in flight.
  bool reads_back() const { return next_ < to_read_.size(); }
  // The next block to read back.
  Operation take_check();

  // What the block of a completed read is like. Throws Failure `verify_failed` where the first
  // finding is fatal.
  void look_at(const Operation& read, std::span<const std::byte> block);

  // Throws Failure `verify_failed` for findings that were not to end the job before.
  void finish() const;
  const VerifyResult& result() const { return result_; }

 private:
  void add_finding(const Finding& finding, const Written& written,
                   std::span<const std::byte> block);
  void dump(const Written& written, std::span<const std::byte> block) const;

  const JobSpec& job_;
  BlockSeal seal_;
  // Reads of a job that writes nothing are of another's blocks.
  bool writes_;
  std::uint64_t sequence_ = 0;
  WriteLog log_;
  // Since the last phase.
  std::vector<Written> backlog_;
  std::vector<Written> to_read_;
  std::size_t next_ = 0;
  VerifyResult result_;
};

}  // namespace memvol::bench
