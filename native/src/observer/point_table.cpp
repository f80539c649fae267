#include "observer/point_table.hpp"

#include <algorithm>

#include "base/failure.hpp"
#include "observer/observer.hpp"

namespace memvol::observer {

static_assert(kPointsMax + 1 <= RegionMarks::kPointBitCount);

PointTable::PointTable()
    : points_{{.name = kCreationPoint, .bit = 1, .since = std::chrono::system_clock::now()}} {}

const PointTable::Point* PointTable::find(const std::string& name) const {
  const auto found = std::find_if(points_.begin(), points_.end(),
                                  [&](const Point& point) { return point.name == name; });
  return found == points_.end() ? nullptr : &*found;
}

RegionMarks::Bits PointTable::bit_of(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  if (const auto* point = find(name)) return point->bit;
  throw Failure("point_not_found", "observe", 0, "the volume has no point '" + name + "'");
}

RegionMarks::Bits PointTable::bit_for(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  if (const auto* point = find(name)) return point->bit;
  if (points_.size() > kPointsMax) {
    throw Failure("point_limit", "observe", 0,
                  "cannot make the point '" + name + "': the volume has " +
                      std::to_string(kPointsMax) + " already, the most there can be");
  }
  RegionMarks::Bits used = 0;
  for (const Point& point : points_) used |= point.bit;
  return static_cast<RegionMarks::Bits>(~used & (used + 1));
}

void PointTable::put(const std::string& name, RegionMarks::Bits bit, SystemTime since) {
  const std::lock_guard lock(mutex_);
  const auto same = std::find_if(points_.begin(), points_.end(),
                                 [&](const Point& point) { return point.name == name; });
  if (same == points_.end()) {
    points_.push_back({.name = name, .bit = bit, .since = since});
  } else {
    same->since = since;
  }
}

bool PointTable::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(points_, [&](const Point& point) { return point.name == name; }) > 0;
}

std::vector<PointTable::Point> PointTable::points() const {
  const std::lock_guard lock(mutex_);
  return points_;
}

RegionMarks::Bits PointTable::bits() const {
  const std::lock_guard lock(mutex_);
  RegionMarks::Bits bits = 0;
  for (const Point& point : points_) bits |= point.bit;
  return bits;
}

}  // namespace memvol::observer
