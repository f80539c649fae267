#include "bench/filler.hpp"

#include <algorithm>
#include <cstring>

#include "bench/random.hpp"

namespace memvol::bench {

namespace {

// fio's buffer_compress_chunk: each so many bytes compress alike.
constexpr std::size_t kCompressChunkBytes = 512;

void fill_random(std::span<std::byte> bytes, Random& random) {
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
    const std::uint64_t word = random.next();
    std::memcpy(&bytes[at], &word, std::min(sizeof(word), bytes.size() - at));
  }
}

}  // namespace

void fill_pattern(std::span<std::byte> block, const FillPattern& pattern,
                  std::uint64_t offset_bytes) {
  std::vector<std::byte> unit = pattern.bytes;
  for (const std::size_t place : pattern.offset_places) {
    std::memcpy(&unit[place], &offset_bytes, sizeof(offset_bytes));
  }
  for (std::size_t at = 0; at < block.size(); at += unit.size()) {
    std::copy_n(unit.begin(), std::min(unit.size(), block.size() - at), &block[at]);
  }
}

void Filler::fill(std::span<std::byte> block, std::uint64_t offset_bytes,
                  std::uint64_t number) const {
  if (!buffers_.pattern.empty()) {
    fill_pattern(block, buffers_.pattern, offset_bytes);
  } else {
    std::fill(block.begin(), block.end(), std::byte{0});
  }
  const bool fixed =
      buffers_.zeros || (!buffers_.pattern.empty() && buffers_.compress_percent == 0);
  if (fixed) return;
  Random random(number);
  for (std::size_t at = 0; at < block.size(); at += kCompressChunkBytes) {
    const std::size_t chunk = std::min(kCompressChunkBytes, block.size() - at);
    fill_random(block.subspan(at, chunk * (100 - buffers_.compress_percent) / 100), random);
  }
}

}  // namespace memvol::bench
