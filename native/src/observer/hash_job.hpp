// Work on the observer's thread: looks at regions in order, hashes those that are wanted. In
// steps, so that it can rest between them and stop when the memory is taken back.
// Threading: the observer's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "observer/region_hashes.hpp"
#include "observer/region_ranges.hpp"
#include "observer/volume_observer.hpp"

namespace memvol::observer {

class HashJob {
 public:
  explicit HashJob(std::shared_ptr<VolumeObserver> volume) : volume_(std::move(volume)) {}
  virtual ~HashJob() = default;
  HashJob(const HashJob&) = delete;
  HashJob& operator=(const HashJob&) = delete;

  VolumeObserver& volume() const { return *volume_; }

  // Goes on for at most about 0.1 ms; false when it is over. Throws Failure `volume_not_found` if
  // the memory was taken back, and what prepare() throws.
  bool step();
  // Between two regions others may work on the volume, within one they may not: a region's
  // stored hash would change under its new one.
  bool inside_region() const { return look_.has_value(); }

 protected:
  // Called once, first: the regions that the job is about.
  virtual RegionRanges prepare() = 0;
  // Whether to hash it. Called for each region, in order.
  virtual bool wants(std::uint32_t region) = 0;
  // After a wanted region was hashed.
  virtual void hashed(std::uint32_t /*region*/, RegionHashes::Outcome /*outcome*/) {}
  // Called once, last.
  virtual void finish() {}
  // The bit of the point whose moment this is.
  virtual RegionMarks::Bits taken() const { return 0; }

 private:
  // Where it is within the ranges.
  struct Place {
    std::size_t range = 0;
    std::uint32_t offset = 0;
  };

  std::optional<std::uint32_t> next_region();
  void go_on(std::span<const std::byte> memory);

  std::shared_ptr<VolumeObserver> volume_;
  std::optional<RegionRanges> regions_;
  Place place_;
  std::optional<RegionHashes::Look> look_;
  // Of this step.
  std::uint64_t regions_hashed_ = 0;
  RegionRanges found_;
};

}  // namespace memvol::observer
