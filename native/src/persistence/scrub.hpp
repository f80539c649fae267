// Reads an image from its disk at a low rate, over and over, and compares it with its checksums.
// Threading: status() any thread, the rest one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <vector>

#include "persistence/backing_store.hpp"
#include "persistence/durability.hpp"

namespace memvol::persistence {

class Scrub {
 public:
  using Clock = std::chrono::steady_clock;

  // 0 bytes a second: never.
  Scrub(std::uint64_t bytes_per_second, const observation::Geometry& geometry);

  bool is_wanted() const { return bytes_per_second_ > 0; }
  Clock::time_point due() const { return due_; }

  // The next regions, and not again before due(); all that is committed is applied. Returns how
  // many were found to be damaged that had not been.
  std::size_t step(BackingStore& store, Clock::time_point now);
  // The region was written anew.
  void mended(std::uint32_t region);

  ScrubStatus status() const;

 private:
  bool look_at(const BackingStore& store, std::uint32_t region);

  const std::uint64_t bytes_per_second_;
  const observation::Geometry geometry_;
  Clock::time_point due_;
  std::uint32_t next_ = 0;
  std::vector<std::byte> buffer_;

  mutable std::mutex mutex_;
  ScrubStatus status_;
  std::set<std::uint32_t> damaged_;
};

}  // namespace memvol::persistence
