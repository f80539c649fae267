#include "client/transfer.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "base/failure.hpp"

namespace memvol::client {

namespace {

using Clock = std::chrono::steady_clock;

// Large enough that the cost per operation is small, small enough to keep several in flight.
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

enum class Direction { kRead, kWrite };

class Pipeline {
 public:
  Pipeline(Session& session, Direction direction, std::uint64_t offset, std::span<std::byte> memory)
      : session_(session),
        local_(session.register_buffer(memory)),
        direction_(direction),
        offset_(offset),
        memory_(memory),
        free_slots_(session.queue_depth()) {
    std::iota(free_slots_.begin(), free_slots_.end(), 0U);
  }

  // After a failure operations may be in flight still: they end before their memory's
  // registration does, and before it may be used for something else.
  ~Pipeline() {
    if (free_slots_.size() < session_.queue_depth()) session_.abandon();
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  void run(std::chrono::nanoseconds timeout) {
    auto deadline = Clock::now() + timeout;
    while (posted_ < memory_.size() || free_slots_.size() < session_.queue_depth()) {
      post_pieces();
      if (take_completions() > 0) {
        deadline = Clock::now() + timeout;
        continue;
      }
      const auto left = deadline - Clock::now();
      if (left <= std::chrono::nanoseconds::zero()) {
        throw Failure("io_failed", "wait", 0, "the device did not answer in time");
      }
      session_.wait(left);
    }
    session_.settle(timeout);
  }

 private:
  void post_pieces() {
    while (posted_ < memory_.size() && !free_slots_.empty()) {
      const auto limit = std::min(kPieceBytes, session_.message_size_max());
      const auto piece = memory_.subspan(posted_, std::min(limit, memory_.size() - posted_));
      const auto slot = free_slots_.back();
      const auto at = offset_ + posted_;
      const bool accepted = direction_ == Direction::kRead
                                ? session_.post_read(slot, local_, piece, at)
                                : session_.post_write(slot, local_, piece, at);
      if (!accepted) return;
      free_slots_.pop_back();
      posted_ += piece.size();
    }
  }

  std::size_t take_completions() {
    std::array<std::uint32_t, 64> slots;
    const auto count = session_.poll(slots);
    free_slots_.insert(free_slots_.end(), slots.begin(),
                       slots.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

  Session& session_;
  fabric::LocalBuffer local_;
  Direction direction_;
  std::uint64_t offset_;
  std::span<std::byte> memory_;
  std::vector<std::uint32_t> free_slots_;
  std::size_t posted_ = 0;
};

void check_range(const Session& session, std::uint64_t offset, std::size_t length) {
  const auto granted = session.grant().length_bytes;
  if (offset <= granted && length <= granted - offset) return;
  throw Failure("range_invalid", "transfer", 0,
                std::to_string(length) + " bytes at offset " + std::to_string(offset) +
                    " are not within the " + std::to_string(granted) + " bytes attached");
}

void check_right(bool granted, const char* what) {
  if (granted) return;
  throw Failure("access_denied", "transfer", 0, std::string("the session has no right to ") + what);
}

}  // namespace

void read_bytes(Session& session, std::uint64_t offset_bytes, std::span<std::byte> into,
                std::chrono::nanoseconds timeout) {
  check_right(session.grant().rights.read, "read");
  check_range(session, offset_bytes, into.size());
  Pipeline(session, Direction::kRead, offset_bytes, into).run(timeout);
}

void write_bytes(Session& session, std::uint64_t offset_bytes, std::span<std::byte> from,
                 std::chrono::nanoseconds timeout) {
  check_right(session.grant().rights.write, "write");
  check_range(session, offset_bytes, from.size());
  Pipeline(session, Direction::kWrite, offset_bytes, from).run(timeout);
}

}  // namespace memvol::client
