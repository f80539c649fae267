#include "observation/batch.hpp"

#include <algorithm>

namespace memvol::observation {

Batch::Batch(const Geometry& geometry, std::uint64_t range_offset_bytes, std::size_t records_max)
    : geometry_(geometry), range_offset_bytes_(range_offset_bytes), records_max_(records_max) {
  records_.reserve(records_max);
  places_.reserve(records_max);
}

Batch::Place Batch::place_of(const Extent& extent) const {
  const auto regions =
      geometry_.regions_of({.offset_bytes = range_offset_bytes_ + extent.offset_bytes,
                            .length_bytes = extent.length_bytes});
  return {.first_region = regions.first,
          .end_region = std::uint64_t{regions.first} + regions.count};
}

void Batch::add(const Record& record) {
  operations_ += record.operations;
  const Place place = place_of(record.extent);
  for (std::size_t i = 0; i < records_.size(); ++i) {
    Record& other = records_[i];
    Place& at = places_[i];
    const bool meets = place.first_region <= at.end_region && at.first_region <= place.end_region;
    if (!meets || other.type != record.type || other.phase != record.phase) continue;
    const auto end = std::max(other.extent.end_bytes(), record.extent.end_bytes());
    other.extent.offset_bytes = std::min(other.extent.offset_bytes, record.extent.offset_bytes);
    other.extent.length_bytes = end - other.extent.offset_bytes;
    other.operations += record.operations;
    other.bytes += record.bytes;
    at = {.first_region = std::min(at.first_region, place.first_region),
          .end_region = std::max(at.end_region, place.end_region)};
    return;
  }
  records_.push_back(record);
  places_.push_back(place);
}

void Batch::clear() {
  operations_ = 0;
  records_.clear();
  places_.clear();
}

}  // namespace memvol::observation
