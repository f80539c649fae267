// Appends one epoch after the other to a log, in large sequential writes.
// Threading: one thread at a time. Lifetime: file and superblock outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "persistence/journal_format.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

class LogWriter {
 public:
  // At the log's start.
  LogWriter(StoreFile& journal, const Superblock& superblock);

  // Copies a region of live memory, which others may write to meanwhile. Regions of an epoch
  // come in order, each once.
  void append(std::uint32_t region, std::span<const std::byte> live);

  // Ends the epoch: when this returns it is on stable storage. Returns where its records are.
  // The next has the next number.
  struct Place {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  Place commit(std::uint64_t epoch);

  std::uint64_t position() const { return written_ + buffer_.size(); }

 private:
  // A record that takes regions still; its header's room is in the buffer.
  struct Open {
    std::size_t at = 0;
    RecordHeader header;
  };

  bool continues(std::uint32_t region) const;
  void begin_record(std::uint32_t region);
  void end_record();
  void put_header(std::size_t at, RecordHeader header);
  void write_out();

  StoreFile& journal_;
  const Superblock& superblock_;
  std::uint64_t written_;
  std::uint64_t epoch_begin_;
  std::uint64_t epoch_;
  std::uint32_t index_ = 0;
  std::uint32_t headers_ = 0;
  std::optional<Open> open_;
  std::vector<std::byte> buffer_;
};

}  // namespace memvol::persistence
