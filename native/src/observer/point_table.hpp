// The points of a volume: which name has which bit, and since when.
// Threading: any thread; but only one at a time makes points (first `bit_for`, then `put`).
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "observer/region_marks.hpp"
#include "observer/statistics.hpp"

namespace memvol::observer {

class PointTable {
 public:
  struct Point {
    std::string name;
    RegionMarks::Bits bit = 0;
    SystemTime since;
  };

  // With the creation point.
  PointTable();

  // Throws Failure `point_not_found`.
  RegionMarks::Bits bit_of(const std::string& name) const;
  // The point's bit, or one that is free for it. Throws Failure `point_limit`.
  RegionMarks::Bits bit_for(const std::string& name) const;
  // Makes the point or moves it.
  void put(const std::string& name, RegionMarks::Bits bit, SystemTime since);
  bool remove(const std::string& name);

  std::vector<Point> points() const;
  // The bits of all points.
  RegionMarks::Bits bits() const;

 private:
  const Point* find(const std::string& name) const;

  mutable std::mutex mutex_;
  std::vector<Point> points_;
};

}  // namespace memvol::observer
