// Which places of the device's ring (observation/ring.hpp) the client may write: the records of
// one write follow each other, and no place is written before the device has released it.
// Threading: the session's.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "observation/ring.hpp"

namespace memvol::client {

class RingSpace {
 public:
  // The number of the record to be written next.
  std::uint64_t next() const { return next_; }

  // How many records can be written at once, from that on: as many places as are known to be
  // free up to the ring's end.
  std::size_t contiguous() const {
    return std::min(free(), observation::kRingRecords - next_ % observation::kRingRecords);
  }
  // Time to look how far the device has come.
  bool scarce() const { return free() < observation::kRingRecords / 2; }

  // At most contiguous().
  void written(std::size_t records) { next_ += records; }
  // The device has released all records before this one. What cannot be is not believed.
  void released(std::uint64_t head) {
    if (head > head_ && head <= next_) head_ = head;
  }

 private:
  std::uint64_t free() const { return observation::kRingRecords - (next_ - head_); }

  std::uint64_t next_ = 0;
  std::uint64_t head_ = 0;
};

}  // namespace memvol::client
