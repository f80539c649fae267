// Compares a volume with its store, a little at a time: the image with its checksums, and the
// memory with what of it was kept.
//
// Memory that is dirty is to be kept still, and so is left out. Memory may also have been changed
// without that being told yet: what differs in one verification need not in the next.
//
// Threading: one thread, but give_up() any.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/answer.hpp"
#include "observer/dirty_consumer.hpp"
#include "observer/region_ranges.hpp"
#include "persistence/backing_store.hpp"

namespace memvol::persistence {

struct VerifyResult {
  std::uint64_t bytes_compared = 0;
  // Whole regions, merged where they touch. The image is not what its checksums say.
  std::vector<observation::Extent> image;
  // The memory is not what was kept, and nobody has told of a change.
  std::vector<observation::Extent> memory;
};

class Verification {
 public:
  Verification(observation::RegionRange regions, Answer<VerifyResult> answer);

  // Compares a mebibyte or so; all that is committed is applied. False when that was all, and it
  // was answered.
  bool step(const BackingStore& store, std::span<const std::byte> memory,
            const observer::DirtyConsumer& dirty);
  // Answered so, unless it was answered before.
  void give_up(const Failure& failure) { answer_once(failure); }
  // Whether no step was made yet.
  bool is_new() const { return bytes_compared_ == 0; }

 private:
  void compare(std::uint32_t region, const BackingStore& store, std::span<const std::byte> memory,
               const observer::DirtyConsumer& dirty);
  void answer_once(Outcome<VerifyResult> outcome);

  std::uint32_t next_;
  std::uint32_t end_;
  std::uint64_t bytes_compared_ = 0;
  observer::RegionRanges image_;
  observer::RegionRanges memory_;
  std::vector<std::byte> buffer_;
  Answer<VerifyResult> answer_;
  std::atomic<bool> answered_{false};
};

}  // namespace memvol::persistence
