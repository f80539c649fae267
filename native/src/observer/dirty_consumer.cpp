#include "observer/dirty_consumer.hpp"

#include <utility>

#include "observer/volume_observer.hpp"

namespace memvol::observer {

DirtyConsumer::DirtyConsumer(std::shared_ptr<VolumeObserver> volume, RegionMarks::Bits bit)
    : volume_(std::move(volume)), bit_(bit) {}

const observation::Geometry& DirtyConsumer::geometry() const { return volume_->geometry(); }

bool DirtyConsumer::take(std::uint32_t region) {
  auto& marks = volume_->marks();
  // A look first: most regions are clean, and a load takes nothing from other threads.
  return marks.has_all(region, bit_) && marks.clear(region, bit_) != 0;
}

bool DirtyConsumer::is_dirty(std::uint32_t region) const {
  return volume_->marks().has_all(region, bit_);
}

std::uint64_t DirtyConsumer::dirty_bytes() const {
  const auto& marks = volume_->marks();
  std::uint64_t bytes = 0;
  for (std::uint32_t region = 0; region < marks.region_count(); ++region) {
    if (marks.has_all(region, bit_)) {
      bytes += geometry().extent_of({.first = region, .count = 1}).length_bytes;
    }
  }
  return bytes;
}

}  // namespace memvol::observer
