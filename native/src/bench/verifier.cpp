#include "bench/verifier.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <string>
#include <utility>

#include "base/failure.hpp"

namespace memvol::bench {

namespace {

// Kept with the result; the others are counted.
constexpr std::size_t kFindingsKept = 8;

std::string described(const Finding& finding) {
  return "at offset " + std::to_string(finding.offset_bytes) + ": " + finding.message;
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  if (!file) throw Failure("file_unwritable", "open", errno, "cannot write '" + path + "'");
}

}  // namespace

Verifier::Verifier(const JobSpec& job, const ThreadSpec& thread)
    : job_(job), seal_(job, thread.seed), writes_(job.pattern.uses(Direction::kWrite)) {}

void Verifier::number(Operation& operation) {
  if (operation.direction == Direction::kWrite) operation.sequence = ++sequence_;
}

void Verifier::posted(const Operation& operation) {
  if (operation.direction == Direction::kTrim) {
    log_.forget(operation.offset_bytes, operation.length_bytes);
  }
  if (operation.direction != Direction::kWrite) return;
  const Written written{.offset_bytes = operation.offset_bytes,
                        .length_bytes = operation.length_bytes,
                        .sequence = operation.sequence};
  log_.wrote(written);
  if (job_.verify.backlog == 0 || job_.verify.only) return;
  backlog_.push_back(written);
  if (backlog_.size() < job_.verify.backlog) return;
  const std::uint64_t batch = job_.verify.backlog_batch;
  if (batch > 0 && batch < backlog_.size()) backlog_.resize(batch);
  to_read_ = std::exchange(backlog_, {});
  next_ = 0;
}

void Verifier::workload_over() {
  if (!job_.verify.reads_back || !writes_) return;
  to_read_ = log_.all();
  next_ = 0;
}

Operation Verifier::take_check() {
  const Written& written = to_read_[next_++];
  return {.direction = Direction::kRead,
          .checks = true,
          .offset_bytes = written.offset_bytes,
          .length_bytes = written.length_bytes};
}

void Verifier::look_at(const Operation& read, std::span<const std::byte> block) {
  // Posted after the latest write of these bytes was complete, as overlapping operations wait for
  // each other.
  const auto known = log_.find(read.offset_bytes, read.length_bytes);
  if (!known && writes_) return;
  const Written written = known.value_or(
      Written{.offset_bytes = read.offset_bytes, .length_bytes = read.length_bytes, .sequence = 0});
  ++result_.operations;
  result_.bytes += block.size();
  if (auto finding = seal_.look_at(block, written, known.has_value())) {
    add_finding(*finding, written, block);
  }
}

void Verifier::add_finding(const Finding& finding, const Written& written,
                           std::span<const std::byte> block) {
  ++result_.errors;
  if (!job_.verify.dump_prefix.empty()) dump(written, block);
  const std::string text = described(finding);
  if (result_.findings.size() < kFindingsKept) result_.findings.push_back(text);
  if (job_.verify.fatal) {
    throw Failure("verify_failed", "verify", EILSEQ, "data is not what was written: " + text);
  }
}

void Verifier::dump(const Written& written, std::span<const std::byte> block) const {
  const std::string prefix = job_.verify.dump_prefix + std::to_string(written.offset_bytes);
  write_file(prefix + ".received", block);
  // What another job wrote is not known.
  if (written.sequence == 0) return;
  std::vector<std::byte> expected(block.size());
  seal_.write(expected, written);
  write_file(prefix + ".expected", expected);
}

void Verifier::finish() const {
  if (result_.errors == 0 || job_.verify.continues) return;
  throw Failure("verify_failed", "verify", EILSEQ,
                std::to_string(result_.errors) + " of " + std::to_string(result_.operations) +
                    " blocks read back are not what was written; the first " +
                    result_.findings.front());
}

}  // namespace memvol::bench
