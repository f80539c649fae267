// What a client says of its operations: one record for one operation, or for several of a batch
// that are of one type and lie in the same regions.
#pragma once

#include <cstdint>

#include "observation/geometry.hpp"

namespace memvol::observation {

// The values of both go over the wire.
enum class OperationType : std::uint8_t { kRead = 0, kWrite = 1, kAtomic = 2 };
inline constexpr std::size_t kOperationTypeCount = 3;

constexpr bool changes_memory(OperationType type) { return type != OperationType::kRead; }

// Before: the operations are about to be carried out, and until an `after` of the same extent
// says so nobody knows whether they were. After: they are complete.
enum class Phase : std::uint8_t { kBefore = 0, kAfter = 1 };

struct Record {
  OperationType type = OperationType::kWrite;
  Phase phase = Phase::kAfter;
  std::uint32_t operations = 1;
  // Covers every byte of the operations; with several of them also bytes between, never a region
  // that none of them touched. Counts from the start of the granted range.
  Extent extent;
  // Of all the operations together.
  std::uint64_t bytes = 0;

  bool operator==(const Record&) const = default;
};

}  // namespace memvol::observation
