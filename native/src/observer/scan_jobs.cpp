#include "observer/scan_jobs.hpp"

namespace memvol::observer {

void ScanJob::hashed(std::uint32_t region, RegionHashes::Outcome outcome) {
  bytes_hashed_ += volume().geometry().extent_of({.first = region, .count = 1}).length_bytes;
  if (outcome != RegionHashes::Outcome::kSame) changed_.append(region);
}

RegionRanges ComparisonJob::prepare() {
  points_ = volume().points().bits();
  return comparison_.regions;
}

bool ComparisonJob::wants(std::uint32_t region) {
  return !volume().marks().has_all(region, points_);
}

void ComparisonJob::hashed(std::uint32_t region, RegionHashes::Outcome outcome) {
  if (outcome == RegionHashes::Outcome::kFound) found_.append(region);
}

void ComparisonJob::finish() { volume().schedule().compared(comparison_, found_, Clock::now()); }

}  // namespace memvol::observer
