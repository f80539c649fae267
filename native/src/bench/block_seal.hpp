// Blocks that can be told from all others: what verification writes, and how it looks at what it
// reads.
//
// A block consists of chunks (verify_interval; else it is one). Each starts with a header: where it
// belongs, how long it is, which writer's which write it is, the digest of its data, and a checksum
// of the header itself. So a flipped bit, a block of another place, one of an earlier write and one
// that is partly of another write are each found. With the method kPattern there is no header: all
// of the block is the pattern.
//
// Threading: any, once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "bench/contents.hpp"
#include "bench/filler.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

// One write: the places are from the start of the volume.
struct Written {
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
  // Which of its thread's writes it is.
  std::uint64_t sequence = 0;
};

// What is wrong with a block.
struct Finding {
  std::uint64_t offset_bytes;
  std::string message;
};

class BlockSeal {
 public:
  // The least that a chunk takes.
  static constexpr std::uint64_t kHeaderBytes = 72;

  BlockSeal(const JobSpec& job, std::uint64_t seed);

  void write(std::span<std::byte> block, const Written& written) const;
  // `known` says whether the write is this thread's, so that its number must be right; else the
  // block must only be sound and in its place.
  std::optional<Finding> look_at(std::span<const std::byte> block, const Written& written,
                                 bool known) const;

 private:
  std::optional<std::string> look_at_chunk(std::span<const std::byte> chunk,
                                           std::uint64_t offset_bytes,
                                           const Written* expected) const;
  std::optional<Finding> look_at_pattern(std::span<const std::byte> block,
                                         const Written& written) const;
  std::size_t chunk_bytes(std::size_t left_bytes) const;

  Verify verify_;
  Filler filler_;
  std::uint64_t seed_;
};

}  // namespace memvol::bench
