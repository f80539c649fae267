#include "observer/point_jobs.hpp"

namespace memvol::observer {

RegionRanges MarkJob::prepare() {
  bit_ = volume().points().bit_for(point_);
  since_ = std::chrono::system_clock::now();
  passes_ = volume().schedule().passes();
  return RegionRanges({volume().all_regions()});
}

bool MarkJob::wants(std::uint32_t region) {
  auto& marks = volume().marks();
  marks.clear(region, bit_);
  return marks.has_all(region, RegionMarks::kStale) || passes_.contains(region);
}

void MarkJob::finish() { volume().points().put(point_, bit_, since_); }

RegionRanges DirtyJob::prepare() {
  bit_ = volume().points().bit_of(point_);
  changing_ = volume().sessions().changing();
  return RegionRanges({volume().all_regions()});
}

bool DirtyJob::wants(std::uint32_t region) {
  if (volume().marks().has_all(region, bit_) || is_changing(region)) add_dirty(region);
  return false;
}

RegionRanges TakeJob::prepare() {
  since_ = std::chrono::system_clock::now();
  return DirtyJob::prepare();
}

bool TakeJob::wants(std::uint32_t region) {
  if (is_changing(region)) {
    add_dirty(region);
    return false;
  }
  if (volume().marks().clear(region, bit()) == 0) return false;
  add_dirty(region);
  return true;
}

void TakeJob::finish() { volume().points().put(point(), bit(), since_); }

}  // namespace memvol::observer
