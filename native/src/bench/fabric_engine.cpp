#include "bench/fabric_engine.hpp"

#include <exception>
#include <string>

#include "base/failure.hpp"

namespace memvol::bench {

namespace {

constexpr std::chrono::milliseconds kConnectTimeout{5000};
constexpr std::chrono::milliseconds kSettleTimeout{5000};

void check_grant(const JobSpec& job, const ThreadSpec& thread, const client::Session& session) {
  const client::Grant& grant = session.grant();
  const std::uint64_t offset_bytes = job.offset_bytes + thread.offset_bytes;
  if (offset_bytes > grant.length_bytes || job.size_bytes > grant.length_bytes - offset_bytes) {
    throw Failure("range_invalid", "attach", 0,
                  "the job's range, " + std::to_string(job.size_bytes) + " bytes from offset " +
                      std::to_string(offset_bytes) + ", exceeds the attached " +
                      std::to_string(grant.length_bytes) + " bytes");
  }
  if ((job.reads() && !grant.rights.read) || (job.writes() && !grant.rights.write) ||
      (job.atomic && !grant.rights.atomic)) {
    throw Failure("access_denied", "attach", 0,
                  "the job needs a right that the device did not grant");
  }
  for (const Direction direction : kDirections) {
    const std::uint64_t longest_bytes = job.pattern.block_sizes[direction].max_bytes;
    if (!job.uses(direction) || longest_bytes <= session.message_size_max()) continue;
    throw Failure("range_invalid", "attach", 0,
                  "a block of " + std::to_string(longest_bytes) +
                      " bytes exceeds the provider's longest operation, " +
                      std::to_string(session.message_size_max()) + " bytes; use smaller blocks");
  }
}

std::unique_ptr<client::Session> connect(const JobSpec& job, const ThreadSpec& thread) {
  if (!thread.connection) {
    throw Failure("usage", "connect", 0, "a thread of the fabric engine needs a connection");
  }
  std::unique_ptr<client::Session> session = client::Session::connect({
      .address = thread.connection->address,
      .ticket = thread.connection->ticket,
      .timeout = kConnectTimeout,
      .queue_depth = job.iodepth,
      .notify = job.notify,
  });
  check_grant(job, thread, *session);
  return session;
}

}  // namespace

FabricEngine::FabricEngine(const JobSpec& job, const ThreadSpec& thread)
    : atomic_(job.atomic),
      expected_(job.atomic ? job.iodepth : 0),
      buffers_(job, thread.seed),
      session_(connect(job, thread)),
      local_(session_->register_buffer(buffers_.area())) {}

void FabricEngine::end() {
  try {
    session_->close();
  } catch (const std::exception&) {
    // The device takes it as one that left without a farewell.
  }
}

bool FabricEngine::submit(const Operation& operation, std::uint32_t slot) {
  const std::uint64_t length_bytes = operation.length_bytes;
  switch (operation.direction) {
    case Direction::kRead:
      return session_->post_read(slot, local_, buffers_.for_read(slot, length_bytes),
                                 operation.offset_bytes);
    case Direction::kWrite:
      if (atomic_) return submit_atomic(operation.offset_bytes, slot);
      return session_->post_write(slot, local_, buffers_.for_write(slot, operation),
                                  operation.offset_bytes);
    // Nothing is given back: a volume is always wholly in memory.
    case Direction::kTrim:
      return session_->post_write(slot, local_, buffers_.for_trim(length_bytes),
                                  operation.offset_bytes);
  }
  return false;
}

// A fetch-and-add adds 1. A compare-and-swap is the step of a counter that several share: it
// expects what its slot saw last, and puts the next number there.
bool FabricEngine::submit_atomic(std::uint64_t offset_bytes, std::uint32_t slot) {
  if (*atomic_ == atomics::Kind::kFetchAdd) {
    return session_->post_atomic(
        slot, {.kind = *atomic_, .offset_bytes = offset_bytes, .operand = 1, .expected = 0});
  }
  const std::uint64_t found = session_->old_value(slot);
  // Where it was found, it was replaced.
  const std::uint64_t expected = expected_[slot] == found ? found + 1 : found;
  const bool posted = session_->post_atomic(slot, {.kind = *atomic_,
                                                   .offset_bytes = offset_bytes,
                                                   .operand = expected + 1,
                                                   .expected = expected});
  if (posted) expected_[slot] = expected;
  return posted;
}

std::size_t FabricEngine::poll(std::span<std::uint32_t> slots) { return session_->poll(slots); }

void FabricEngine::wait(std::chrono::nanoseconds timeout) { session_->wait(timeout); }

void FabricEngine::settle(std::chrono::nanoseconds pause) {
  if (pause > session_->patience()) session_->settle(kSettleTimeout);
}

}  // namespace memvol::bench
