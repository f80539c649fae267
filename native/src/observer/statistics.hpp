// What the observer counts: by type of operation, for a session, a client, an interface, a volume.
// Plain values, copied out under the counting thread's lock.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "observation/mode.hpp"
#include "observation/record.hpp"

namespace memvol::observer {

using observation::kOperationTypeCount;
using SystemTime = std::chrono::system_clock::time_point;

// Bucket i counts operations of [2^i, 2^(i+1)) bytes, the last also what is longer.
inline constexpr std::size_t kSizeBucketCount = 32;

struct TypeStatistics {
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;
  // Several operations told of together count by their mean size.
  std::array<std::uint64_t, kSizeBucketCount> sizes{};
  // The epoch when there was none yet.
  SystemTime last_seen{};
  // In the last whole second.
  std::uint64_t operations_per_second = 0;
  std::uint64_t bytes_per_second = 0;
};

// Indexed by observation::OperationType.
using Traffic = std::array<TypeStatistics, kOperationTypeCount>;

struct NamedTraffic {
  std::string name;
  // Live ones; traffic counts those that have ended, too.
  std::size_t sessions = 0;
  Traffic traffic;
};

// An equal share of the volume's regions, for a map of where the operations are. Operations that
// cross into a second cell count in each.
struct Cell {
  std::array<std::uint64_t, kOperationTypeCount> operations{};
};
inline constexpr std::size_t kCellCountMax = 256;

struct PointStatistics {
  std::string name;
  SystemTime since;
  std::uint32_t dirty_regions = 0;
};

struct VolumeStatistics {
  Traffic traffic;
  // Immediates of writes whose size is no power of two tell no bytes where the provider does not
  // either; their whole regions were counted.
  bool bytes_estimated = false;
  // At most kClientsMax; the traffic of clients beyond that is in the one named "".
  std::vector<NamedTraffic> clients;
  std::vector<NamedTraffic> interfaces;
  std::vector<Cell> cells;
  // Regions in each cell; the last may have fewer.
  std::uint32_t cell_regions = 1;
  // For each cell, regions that are dirty since the point asked for.
  std::vector<std::uint32_t> cells_dirty;
  std::vector<PointStatistics> points;
  // Notifications outside a session's range or without meaning: ignored and counted.
  std::uint64_t refused = 0;
  std::uint64_t regions_hashed = 0;
  // Found by hashing, that nobody had told of.
  std::uint64_t regions_found_changed = 0;
  // What tracking takes; it does not grow with time.
  std::uint64_t memory_bytes = 0;
};
inline constexpr std::size_t kClientsMax = 64;

struct SessionStatistics {
  Traffic traffic;
  std::uint64_t refused = 0;
  // Extents announced to be changing now.
  std::size_t changing = 0;
};

}  // namespace memvol::observer
