// Records of completed (or coming) operations on their way into one message or one write to the
// ring: those of one type and phase whose regions meet become one.
// Threading: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "observation/geometry.hpp"
#include "observation/record.hpp"

namespace memvol::observation {

class Batch {
 public:
  // `range_offset_bytes`: where in the volume the extents of the records start to count.
  Batch(const Geometry& geometry, std::uint64_t range_offset_bytes, std::size_t records_max);

  // Merging never adds a region that none of the operations touched.
  void add(const Record& record);

  // A further operation might not find room.
  bool full() const { return records_.size() == records_max_; }
  bool empty() const { return records_.empty(); }
  std::span<const Record> records() const { return records_; }
  // Operations of all records together.
  std::uint64_t operations() const { return operations_; }
  void clear();

 private:
  struct Place {
    std::uint64_t first_region;
    std::uint64_t end_region;
  };

  Place place_of(const Extent& extent) const;

  Geometry geometry_;
  std::uint64_t range_offset_bytes_;
  std::size_t records_max_;
  std::uint64_t operations_ = 0;
  std::vector<Record> records_;
  // Of each record, side by side with it.
  std::vector<Place> places_;
};

}  // namespace memvol::observation
