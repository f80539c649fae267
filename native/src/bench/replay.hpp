// Operations from a log, in its order: where they are and, if the log's times count, when.
//
// Threading: one thread. Lifetime: the entries must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "bench/direction.hpp"
#include "bench/workload.hpp"

namespace memvol::bench {

class Replay {
 public:
  // `offset_bytes` is where the log's 0 is; `timed` says whether its times count.
  Replay(std::span<const ReplayEntry> entries, std::uint64_t offset_bytes, std::uint64_t start_ns,
         bool timed)
      : entries_(entries), offset_bytes_(offset_bytes), start_ns_(start_ns), timed_(timed) {}

  bool timed() const { return timed_; }
  bool over() const { return next_ == entries_.size(); }

  // Of the next one, which there must be; 0: at once.
  std::uint64_t due_ns() const { return timed_ ? start_ns_ + entries_[next_].due_ns : 0; }

  Operation take() {
    const ReplayEntry& entry = entries_[next_++];
    return {.direction = entry.direction,
            .offset_bytes = offset_bytes_ + entry.offset_bytes,
            .length_bytes = entry.length_bytes};
  }

  // How many of the direction are left that were due before that time.
  std::uint64_t missed(Direction direction, std::uint64_t end_ns) const {
    std::uint64_t missed = 0;
    for (const ReplayEntry& entry : entries_.subspan(next_)) {
      if (timed_ && entry.direction == direction && start_ns_ + entry.due_ns < end_ns) ++missed;
    }
    return missed;
  }

 private:
  std::span<const ReplayEntry> entries_;
  std::uint64_t offset_bytes_;
  std::uint64_t start_ns_;
  bool timed_;
  std::size_t next_ = 0;
};

}  // namespace memvol::bench
