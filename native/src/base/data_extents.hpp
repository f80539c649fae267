// Where a file has data: the rest of it are holes, which read as zeros.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace memvol {

struct DataExtent {
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;

  bool operator==(const DataExtent&) const = default;
};

// In order. All of the file where its file system knows of no holes. Throws Failure
// `file_unreadable`.
std::vector<DataExtent> data_extents(const std::string& path);

}  // namespace memvol
