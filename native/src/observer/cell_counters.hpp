// Operations by place: the volume in at most kCellCountMax equal shares of its regions.
// Threading: any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "observation/geometry.hpp"
#include "observation/record.hpp"
#include "observer/statistics.hpp"

namespace memvol::observer {

class CellCounters {
 public:
  explicit CellCounters(std::uint32_t region_count);

  void count(observation::OperationType type, observation::RegionRange regions,
             std::uint64_t operations) {
    const std::uint32_t last = cell_of(regions.first + regions.count - 1);
    for (std::uint32_t cell = cell_of(regions.first); cell <= last; ++cell) {
      cells_[cell][static_cast<std::size_t>(type)].fetch_add(operations, std::memory_order_relaxed);
    }
  }

  std::uint32_t cell_regions() const { return cell_regions_; }
  std::uint32_t cell_of(std::uint32_t region) const { return region / cell_regions_; }
  std::vector<Cell> cells() const;
  std::size_t memory_bytes() const { return cells_.size() * sizeof(cells_[0]); }

 private:
  std::uint32_t cell_regions_;
  std::vector<std::array<std::atomic<std::uint64_t>, kOperationTypeCount>> cells_;
};

}  // namespace memvol::observer
