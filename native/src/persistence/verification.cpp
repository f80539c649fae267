#include "persistence/verification.hpp"

#include <utility>

#include "persistence/crc32c.hpp"
#include "persistence/live_copy.hpp"

namespace memvol::persistence {

namespace {

constexpr std::uint64_t kStepBytes = std::uint64_t{1} << 20;

}  // namespace

Verification::Verification(observation::RegionRange regions, Answer<VerifyResult> answer)
    : next_(regions.first), end_(regions.first + regions.count), answer_(std::move(answer)) {}

bool Verification::step(const BackingStore& store, std::span<const std::byte> memory,
                        const observer::DirtyConsumer& dirty) {
  const auto step_end = bytes_compared_ + kStepBytes;
  for (; next_ < end_ && bytes_compared_ < step_end; ++next_) {
    compare(next_, store, memory, dirty);
  }
  if (next_ < end_) return true;
  answer_once(VerifyResult{.bytes_compared = bytes_compared_,
                           .image = image_.extents(dirty.geometry()),
                           .memory = memory_.extents(dirty.geometry())});
  return false;
}

void Verification::compare(std::uint32_t region, const BackingStore& store,
                           std::span<const std::byte> memory,
                           const observer::DirtyConsumer& dirty) {
  const auto extent = dirty.geometry().extent_of({.first = region, .count = 1});
  buffer_.resize(extent.length_bytes);
  if (!store.image_is_whole(region, buffer_)) image_.append(region);
  copy_live(memory.subspan(extent.offset_bytes, extent.length_bytes), buffer_);
  // A change that was told of before the copy was made is seen here.
  if (crc32c(buffer_) != store.checksum(region) && !dirty.is_dirty(region)) memory_.append(region);
  bytes_compared_ += extent.length_bytes;
}

void Verification::answer_once(Outcome<VerifyResult> outcome) {
  if (!answered_.exchange(true)) answer_(std::move(outcome));
}

}  // namespace memvol::persistence
