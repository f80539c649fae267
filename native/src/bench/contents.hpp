// What a job's writes hold, and whether what is read is what was written: fio's options of buffers
// and verification, in numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace memvol::bench {

// Bytes that repeat through a block, with places for the block's offset in the volume.
struct FillPattern {
  std::vector<std::byte> bytes;
  // Where in `bytes` eight of them stand for the offset, little-endian.
  std::vector<std::size_t> offset_places;

  bool empty() const { return bytes.empty(); }
};

struct Buffers {
  bool zeros = false;
  // New random data in each write, and not only new stamps in its sectors.
  bool refill = false;
  FillPattern pattern;
  // Of each 512 bytes, that the pattern or zeros fill.
  std::uint32_t compress_percent = 0;
};

enum class VerifyMethod : std::uint8_t { kNone, kCrc32c, kXxhash, kMd5, kSha256, kPattern };

struct Verify {
  VerifyMethod method = VerifyMethod::kNone;
  // Reads back what was written, once all of it is.
  bool reads_back = true;
  // Writes nothing: reads what the same job wrote before.
  bool only = false;
  // Fails the thread at the first finding, and not after all of them.
  bool fatal = false;
  // Findings are counted and fail nothing.
  bool continues = false;
  // A header of its own for each so many bytes; 0: one for a block.
  std::uint64_t interval_bytes = 0;
  // Writes after which so many of the batch are read back at once; 0: none.
  std::uint64_t backlog = 0;
  std::uint64_t backlog_batch = 0;
  FillPattern pattern;
  // Where files with what was read and what was written go; empty: nowhere.
  std::string dump_prefix;

  bool set() const { return method != VerifyMethod::kNone; }
};

}  // namespace memvol::bench
