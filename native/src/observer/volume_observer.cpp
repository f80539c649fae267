#include "observer/volume_observer.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace memvol::observer {

VolumeObserver::VolumeObserver(const std::string& volume_id, std::span<const std::byte> memory,
                               std::uint64_t region_size_bytes, const ObserverOptions& options,
                               std::shared_ptr<Alarm> alarm)
    : id_(volume_id),
      geometry_(memory.size(), region_size_bytes),
      memory_(memory),
      marks_(geometry_.region_count()),
      hashes_(geometry_, marks_),
      cells_(geometry_.region_count()),
      schedule_(options.hash_interval, options.silence_timeout, std::move(alarm)) {}

void VolumeObserver::hashed(std::uint64_t regions, const RegionRanges& found) {
  regions_hashed_.fetch_add(regions, std::memory_order_relaxed);
  for (const auto& range : found.ranges()) {
    regions_found_changed_.fetch_add(range.count, std::memory_order_relaxed);
    if (!watches_.any()) continue;
    watches_.append({.kind = Event::Kind::kFound,
                     .time = std::chrono::system_clock::now(),
                     .extent = geometry_.extent_of(range),
                     .session = nullptr});
  }
}

VolumeStatistics VolumeObserver::statistics(const std::string& since) const {
  VolumeStatistics statistics;
  sessions_.report(statistics, coarse_now());
  statistics.cells = cells_.cells();
  statistics.cell_regions = cells_.cell_regions();
  report_dirty(statistics, since);
  statistics.regions_hashed = regions_hashed_.load(std::memory_order_relaxed);
  statistics.regions_found_changed = regions_found_changed_.load(std::memory_order_relaxed);
  statistics.memory_bytes = sizeof(*this) + marks_.memory_bytes() + hashes_.memory_bytes() +
                            cells_.memory_bytes() + SessionTable::memory_bytes_max();
  return statistics;
}

void VolumeObserver::report_dirty(VolumeStatistics& statistics, const std::string& since) const {
  const auto bit = points_.bit_of(since);
  std::array<std::uint32_t, RegionMarks::kPointBitCount> dirty{};
  // Most regions are dirty for all points or for none.
  std::uint32_t dirty_for_all = 0;
  statistics.cells_dirty.resize(statistics.cells.size());
  for (std::uint32_t region = 0; region < marks_.region_count(); ++region) {
    const unsigned set = marks_.at(region) & RegionMarks::kAllPoints;
    if (set == 0) continue;
    if ((set & bit) != 0) ++statistics.cells_dirty[cells_.cell_of(region)];
    if (set == RegionMarks::kAllPoints) {
      ++dirty_for_all;
      continue;
    }
    for (unsigned rest = set; rest != 0; rest &= rest - 1) {
      ++dirty[static_cast<std::size_t>(std::countr_zero(rest))];
    }
  }
  for (const PointTable::Point& point : points_.points()) {
    const auto index = static_cast<std::size_t>(std::countr_zero(point.bit));
    statistics.points.push_back(
        {.name = point.name, .since = point.since, .dirty_regions = dirty_for_all + dirty[index]});
  }
}

}  // namespace memvol::observer
