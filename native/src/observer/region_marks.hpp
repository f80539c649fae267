// For each region two bytes: one bit for each point since which it may have changed, and one that
// says whether its stored hash is stale: that a write to it was announced since the hash was
// begun.
//
// An announcement sets all bits, those of points that do not exist too: so it need not know
// which there are, and a point that is being made cannot miss it. All changes are single
// acquire-release operations on the region's word. So whoever clears a bit sees the memory as it
// was when any announcement before that was made (each adds to the release sequence of those
// before it, which a plain store would break off); a later one sets the bit again.
//
// Threading: any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "observation/geometry.hpp"

namespace memvol::observer {

class RegionMarks {
 public:
  using Bits = std::uint16_t;

  static constexpr unsigned kPointBitCount = 15;
  static constexpr Bits kAllPoints = (1U << kPointBitCount) - 1;
  static constexpr Bits kStale = 1U << kPointBitCount;

  explicit RegionMarks(std::uint32_t region_count) : words_(region_count) {}

  std::uint32_t region_count() const { return static_cast<std::uint32_t>(words_.size()); }

  // A write was announced.
  void mark(observation::RegionRange regions) {
    for (std::uint32_t i = 0; i < regions.count; ++i) {
      set(regions.first + i, kAllPoints | kStale);
    }
  }

  void set(std::uint32_t region, Bits bits) {
    words_[region].fetch_or(bits, std::memory_order_acq_rel);
  }

  // Returns which of them were set.
  Bits clear(std::uint32_t region, Bits bits) {
    return words_[region].fetch_and(static_cast<Bits>(~bits), std::memory_order_acq_rel) & bits;
  }

  Bits at(std::uint32_t region) const { return words_[region].load(std::memory_order_acquire); }
  bool has_all(std::uint32_t region, Bits bits) const { return (at(region) & bits) == bits; }

  // Points whose regions are taken without being hashed.
  void add_unhashed(Bits bits) { unhashed_.fetch_or(bits, std::memory_order_acq_rel); }
  Bits unhashed() const { return unhashed_.load(std::memory_order_acquire); }

  std::size_t memory_bytes() const { return words_.size() * sizeof(words_[0]); }

 private:
  std::vector<std::atomic<Bits>> words_;
  std::atomic<Bits> unhashed_{0};
};

}  // namespace memvol::observer
