#include "bench/heat_map.hpp"

#include <utility>

namespace memvol::bench {

namespace {

std::vector<HeatCell> cells_of(const DisplayBuckets& buckets) {
  std::vector<HeatCell> cells;
  for (std::uint32_t bucket = 0; bucket < buckets.size(); ++bucket) {
    if (buckets[bucket] > 0) cells.push_back({.bucket = bucket, .count = buckets[bucket]});
  }
  return cells;
}

void add_cells(DisplayBuckets& buckets, const std::vector<HeatCell>& cells) {
  for (const HeatCell& cell : cells) buckets[cell.bucket] += cell.count;
}

// `later` follows on `earlier`.
void append(HeatColumn& earlier, const HeatColumn& later) {
  earlier.end_ns = later.end_ns;
  earlier.length_ns += later.length_ns;
  for (const Direction direction : kDirections) {
    if (later.cells[direction].empty()) continue;
    DisplayBuckets sum{};
    add_cells(sum, earlier.cells[direction]);
    add_cells(sum, later.cells[direction]);
    earlier.cells[direction] = cells_of(sum);
  }
}

}  // namespace

void HeatMap::add(std::uint64_t end_ns, std::uint64_t length_ns,
                  const ByDirection<DisplayBuckets>& buckets) {
  HeatColumn column{.end_ns = end_ns, .length_ns = length_ns, .cells = {}};
  for (const Direction direction : kDirections) {
    column.cells[direction] = cells_of(buckets[direction]);
  }
  if (!columns_.empty() && intervals_in_last_ < intervals_per_column_) {
    append(columns_.back(), column);
    ++intervals_in_last_;
    return;
  }
  if (columns_.size() == kColumnsMax) halve();
  columns_.push_back(std::move(column));
  intervals_in_last_ = 1;
}

// There is an even number of columns, all of them full.
void HeatMap::halve() {
  for (std::size_t pair = 0; pair < columns_.size() / 2; ++pair) {
    HeatColumn merged = std::move(columns_[2 * pair]);
    append(merged, columns_[2 * pair + 1]);
    columns_[pair] = std::move(merged);
  }
  columns_.resize(columns_.size() / 2);
  intervals_per_column_ *= 2;
}

}  // namespace memvol::bench
