// Work on points: to make one, to ask for what is dirty since, to take that.
// Threading: the observer's thread; the results are for whoever waited for the job.
#pragma once

#include <string>
#include <vector>

#include "observer/hash_job.hpp"

namespace memvol::observer {

// Makes the point or moves it to now. Its bits are cleared. The stored hash is as good as one of
// now where nobody has written since; so those regions are hashed to which writes were announced,
// and those that sessions in mode `hash` can write. (What others wrote unannounced is compared
// when they end.)
class MarkJob : public HashJob {
 public:
  MarkJob(std::shared_ptr<VolumeObserver> volume, std::string point)
      : HashJob(std::move(volume)), point_(std::move(point)) {}

 private:
  RegionRanges prepare() override;
  bool wants(std::uint32_t region) override;
  void finish() override;
  RegionMarks::Bits taken() const override { return bit_; }

  std::string point_;
  RegionMarks::Bits bit_ = 0;
  SystemTime since_;
  RegionRanges passes_;
};

// Finds what is dirty since a point.
class DirtyJob : public HashJob {
 public:
  DirtyJob(std::shared_ptr<VolumeObserver> volume, std::string point)
      : HashJob(std::move(volume)), point_(std::move(point)) {}

  const RegionRanges& dirty() const { return dirty_; }

 protected:
  RegionRanges prepare() override;
  bool wants(std::uint32_t region) override;

  const std::string& point() const { return point_; }
  RegionMarks::Bits bit() const { return bit_; }
  // Whether it was announced to be changing when the job began. What is announced later sets the
  // bit when it is told to be done, which is after the bit was cleared.
  bool is_changing(std::uint32_t region) const { return changing_.contains(region); }
  void add_dirty(std::uint32_t region) { dirty_.append(region); }

 private:
  std::string point_;
  RegionMarks::Bits bit_ = 0;
  RegionRanges changing_;
  RegionRanges dirty_;
};

// The same, and moves the point to now: clears its bit and hashes the region, but not of what is
// announced to be changing.
class TakeJob : public DirtyJob {
 public:
  using DirtyJob::DirtyJob;

 private:
  RegionRanges prepare() override;
  bool wants(std::uint32_t region) override;
  void finish() override;
  RegionMarks::Bits taken() const override { return bit(); }

  SystemTime since_;
};

}  // namespace memvol::observer
