// Fills blocks that are to be written, as the job's buffer options say: with random data, zeros, a
// pattern, or a mixture that compresses so far. The same numbers give the same bytes.
//
// Threading: any, once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "bench/contents.hpp"

namespace memvol::bench {

class Filler {
 public:
  explicit Filler(Buffers buffers) : buffers_(std::move(buffers)) {}

  // Whether each write is filled anew, and not only stamped.
  bool refills() const {
    return buffers_.refill || !buffers_.pattern.offset_places.empty() ||
           (buffers_.compress_percent > 0 && buffers_.compress_percent < 100);
  }
  // Whether blocks hold random data, which gets a stamp for each sector of each write.
  bool random() const {
    return !buffers_.zeros && buffers_.pattern.empty() && buffers_.compress_percent == 0;
  }

  // `number` decides random data, `offset_bytes` is where the block goes.
  void fill(std::span<std::byte> block, std::uint64_t offset_bytes, std::uint64_t number) const;

 private:
  Buffers buffers_;
};

// The pattern from the block's start on.
void fill_pattern(std::span<std::byte> block, const FillPattern& pattern,
                  std::uint64_t offset_bytes);

}  // namespace memvol::bench
