// What the observer keeps of one volume: the parts, each with a lock of its own or none.
// Threading: any thread, but the hashes are the observer's thread's own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "observation/geometry.hpp"
#include "observer/cell_counters.hpp"
#include "observer/hash_schedule.hpp"
#include "observer/lent_memory.hpp"
#include "observer/observer.hpp"
#include "observer/point_table.hpp"
#include "observer/region_hashes.hpp"
#include "observer/region_marks.hpp"
#include "observer/session_table.hpp"
#include "observer/watch_list.hpp"

namespace memvol::observer {

class VolumeObserver {
 public:
  VolumeObserver(const std::string& volume_id, std::span<const std::byte> memory,
                 std::uint64_t region_size_bytes, const ObserverOptions& options,
                 std::shared_ptr<Alarm> alarm);

  const std::string& id() const { return id_; }
  const observation::Geometry& geometry() const { return geometry_; }
  observation::RegionRange all_regions() const {
    return {.first = 0, .count = geometry_.region_count()};
  }

  LentMemory& memory() { return memory_; }
  RegionMarks& marks() { return marks_; }
  RegionHashes& hashes() { return hashes_; }
  PointTable& points() { return points_; }
  CellCounters& cells() { return cells_; }
  WatchList& watches() { return watches_; }
  SessionTable& sessions() { return sessions_; }
  HashSchedule& schedule() { return schedule_; }

  // `since` names the point whose dirty regions are counted for the cells.
  VolumeStatistics statistics(const std::string& since) const;
  // Counts what was hashed, and tells those who watch what was found.
  void hashed(std::uint64_t regions, const RegionRanges& found);

 private:
  void report_dirty(VolumeStatistics& statistics, const std::string& since) const;

  std::string id_;
  observation::Geometry geometry_;
  LentMemory memory_;
  RegionMarks marks_;
  RegionHashes hashes_;
  PointTable points_;
  CellCounters cells_;
  WatchList watches_;
  SessionTable sessions_;
  HashSchedule schedule_;
  std::atomic<std::uint64_t> regions_hashed_{0};
  std::atomic<std::uint64_t> regions_found_changed_{0};
};

}  // namespace memvol::observer
