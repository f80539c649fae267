// Work that looks for changes: of an extent now, of what a session may have written, of what
// sessions in mode `hash` can write.
// Threading: the observer's thread; the results are for whoever waited for the job.
#pragma once

#include "observer/hash_job.hpp"
#include "observer/hash_schedule.hpp"

namespace memvol::observer {

// Hashes all of the regions.
class ScanJob : public HashJob {
 public:
  ScanJob(std::shared_ptr<VolumeObserver> volume, RegionRanges regions)
      : HashJob(std::move(volume)), regions_(std::move(regions)) {}

  std::uint64_t bytes_hashed() const { return bytes_hashed_; }
  const RegionRanges& changed() const { return changed_; }

 private:
  RegionRanges prepare() override { return regions_; }
  bool wants(std::uint32_t /*region*/) override { return true; }
  void hashed(std::uint32_t region, RegionHashes::Outcome outcome) override;

  RegionRanges regions_;
  std::uint64_t bytes_hashed_ = 0;
  RegionRanges changed_;
};

// Hashes the regions that are not dirty for every point already: of those there is nothing to
// learn.
class ComparisonJob : public HashJob {
 public:
  ComparisonJob(std::shared_ptr<VolumeObserver> volume, Comparison comparison)
      : HashJob(std::move(volume)), comparison_(std::move(comparison)) {}

  std::uint64_t number() const { return comparison_.number; }

 private:
  RegionRanges prepare() override;
  bool wants(std::uint32_t region) override;
  void hashed(std::uint32_t region, RegionHashes::Outcome outcome) override;
  void finish() override;

  Comparison comparison_;
  RegionMarks::Bits points_ = 0;
  RegionRanges found_;
};

}  // namespace memvol::observer
