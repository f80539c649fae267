#include "observer/cell_counters.hpp"

#include <algorithm>

namespace memvol::observer {

namespace {

std::uint32_t round_up_quotient(std::uint32_t value, std::uint32_t unit) {
  return value / unit + (value % unit == 0 ? 0 : 1);
}

}  // namespace

CellCounters::CellCounters(std::uint32_t region_count)
    : cell_regions_(std::max(round_up_quotient(region_count, kCellCountMax), 1U)),
      cells_(round_up_quotient(region_count, cell_regions_)) {}

std::vector<Cell> CellCounters::cells() const {
  std::vector<Cell> cells(cells_.size());
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    for (std::size_t type = 0; type < kOperationTypeCount; ++type) {
      cells[cell].operations[type] = cells_[cell][type].load(std::memory_order_relaxed);
    }
  }
  return cells;
}

}  // namespace memvol::observer
