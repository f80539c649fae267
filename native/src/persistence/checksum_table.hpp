// The checksums of an image's regions, kept in the journal's file, outside the image. What stands
// there is a region's CRC32C, exclusive-or that of as many zero bytes: so a table of zeros is that
// of a zero image.
// Threading: one thread at a time.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include "observation/geometry.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

class ChecksumTable {
 public:
  // Of a zero image.
  explicit ChecksumTable(const observation::Geometry& geometry);

  // Throws Failure `store_damaged` when the file is too short for it.
  void read(const StoreFile& journal);
  // What was set since the last time. Not synced.
  void write(StoreFile& journal);

  void set(std::uint32_t region, std::uint32_t checksum);
  std::uint32_t at(std::uint32_t region) const;

 private:
  std::uint32_t zero_checksum(std::uint32_t region) const;

  // Little-endian, as in the file.
  std::vector<std::byte> bytes_;
  std::uint32_t region_count_;
  std::uint32_t zero_;
  std::uint32_t zero_last_;
  // Numbers of pages that the file does not have yet.
  std::set<std::uint64_t> changed_;
};

}  // namespace memvol::persistence
