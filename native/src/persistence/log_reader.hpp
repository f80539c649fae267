// Reads the records of a log in order.
// Threading: one thread at a time. Lifetime: the file outlives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "persistence/journal_format.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

struct LogRecord {
  RecordHeader header;
  // As it stands in the log.
  Block block;
  // The regions' bytes; until the next record is read.
  std::span<const std::byte> payload;
};

class LogReader {
 public:
  LogReader(const StoreFile& journal, const Superblock& superblock, std::uint64_t position)
      : journal_(journal), superblock_(superblock), position_(position) {}

  // The record here, if it is of this round, of that epoch, the one of that index, and whole;
  // then the position is behind it. Else nothing, and the position stays.
  std::optional<LogRecord> next(std::uint64_t epoch, std::uint32_t index);

  std::uint64_t position() const { return position_; }

 private:
  bool read_payload(const RecordHeader& header);

  const StoreFile& journal_;
  const Superblock& superblock_;
  std::uint64_t position_;
  std::vector<std::byte> payload_;
};

}  // namespace memvol::persistence
