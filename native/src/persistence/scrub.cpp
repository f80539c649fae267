#include "persistence/scrub.hpp"

#include <algorithm>

namespace memvol::persistence {

namespace {

// Long enough that waking up costs nothing, short enough that a commit does not wait for it.
constexpr std::uint64_t kStepBytes = std::uint64_t{256} << 10;

}  // namespace

Scrub::Scrub(std::uint64_t bytes_per_second, const observation::Geometry& geometry)
    : bytes_per_second_(bytes_per_second), geometry_(geometry), due_(Clock::now()) {}

std::size_t Scrub::step(BackingStore& store, Clock::time_point now) {
  // Of the disk is asked, not of the page cache; what is written since is there only.
  if (next_ == 0) store.forget_cache();
  std::uint64_t bytes = 0;
  std::size_t found = 0;
  for (; next_ < geometry_.region_count() && bytes < kStepBytes; ++next_) {
    if (look_at(store, next_)) ++found;
    bytes += geometry_.extent_of({.first = next_, .count = 1}).length_bytes;
  }
  // Time that was missed is not made up for.
  due_ = now + std::chrono::nanoseconds(bytes * std::nano::den / bytes_per_second_);
  const std::lock_guard lock(mutex_);
  status_.bytes_compared += bytes;
  if (next_ == geometry_.region_count()) {
    next_ = 0;
    ++status_.passes;
  }
  return found;
}

bool Scrub::look_at(const BackingStore& store, std::uint32_t region) {
  buffer_.resize(geometry_.extent_of({.first = region, .count = 1}).length_bytes);
  const bool whole = store.image_is_whole(region, buffer_);
  const std::lock_guard lock(mutex_);
  if (whole) {
    damaged_.erase(region);
    return false;
  }
  return damaged_.insert(region).second;
}

void Scrub::mended(std::uint32_t region) {
  const std::lock_guard lock(mutex_);
  damaged_.erase(region);
}

ScrubStatus Scrub::status() const {
  const std::lock_guard lock(mutex_);
  ScrubStatus status = status_;
  for (const auto region : damaged_) {
    status.damaged_bytes += geometry_.extent_of({.first = region, .count = 1}).length_bytes;
  }
  return status;
}

}  // namespace memvol::persistence
