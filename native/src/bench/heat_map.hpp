// Latencies over time: in each column the operations of a span of time, by how long they took.
//
// Bounded, however long a run is: where there would be too many columns, each two become one, and
// the later ones are as long. Empty buckets take no room.
//
// Threading: none of its own; plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/direction.hpp"
#include "bench/display_buckets.hpp"

namespace memvol::bench {

struct HeatCell {
  // A display bucket, and what it holds.
  std::uint32_t bucket = 0;
  std::uint64_t count = 0;
};

struct HeatColumn {
  // From the start of the run to the end of the column.
  std::uint64_t end_ns = 0;
  std::uint64_t length_ns = 0;
  // By bucket, ascending.
  ByDirection<std::vector<HeatCell>> cells;
};

class HeatMap {
 public:
  static constexpr std::size_t kColumnsMax = 240;

  // What happened in the interval that ended then. Intervals follow on each other.
  void add(std::uint64_t end_ns, std::uint64_t length_ns,
           const ByDirection<DisplayBuckets>& buckets);

  const std::vector<HeatColumn>& columns() const { return columns_; }

 private:
  void halve();

  std::vector<HeatColumn> columns_;
  // How many intervals a column has, and the last one so far.
  std::size_t intervals_per_column_ = 1;
  std::size_t intervals_in_last_ = 0;
};

}  // namespace memvol::bench
