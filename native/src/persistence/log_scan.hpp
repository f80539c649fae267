// Finds what a log holds.
#pragma once

#include <cstdint>
#include <vector>

#include "persistence/journal_format.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

// A committed epoch: where its records are.
struct LogEpoch {
  std::uint64_t epoch = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// The epochs after the superblock's, in order. What was being written when the device died ends
// them. An epoch is begun only when the one before is on stable storage; so one that is not whole
// while there are records of a later one was damaged afterwards: throws Failure `store_damaged`.
std::vector<LogEpoch> scan_log(const StoreFile& journal, const Superblock& superblock);

}  // namespace memvol::persistence
