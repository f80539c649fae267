// The sessions of a volume: the live ones, and what is kept of those that ended.
// Threading: any thread. Takes sessions' locks while it holds its own, so a session calls it
// without holding its lock.
#pragma once

#include <mutex>
#include <vector>

#include "observer/coarse_clock.hpp"
#include "observer/region_ranges.hpp"
#include "observer/statistics.hpp"
#include "observer/traffic_by_name.hpp"
#include "observer/traffic_meter.hpp"

namespace memvol::observer {

class SessionObserver;

class SessionTable {
 public:
  // Until retire().
  void add(const SessionObserver& session);
  void retire(const SessionObserver& session);

  // What is announced to be changing.
  RegionRanges changing() const;
  // Fills in what sessions told.
  void report(VolumeStatistics& statistics, Clock::time_point now) const;

  static std::size_t memory_bytes_max() { return 2 * TrafficByName::memory_bytes_max(); }

 private:
  struct Totals {
    TrafficMeter traffic;
    std::uint64_t refused = 0;
    bool bytes_estimated = false;
    TrafficByName clients;
    TrafficByName interfaces;
  };

  static void add_to(Totals& totals, const SessionObserver& session, bool live);

  mutable std::mutex mutex_;
  std::vector<const SessionObserver*> live_;
  Totals ended_;
};

}  // namespace memvol::observer
