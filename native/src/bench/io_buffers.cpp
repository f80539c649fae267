#include "bench/io_buffers.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace memvol::bench {

namespace {

constexpr std::size_t kAlignmentBytes = 4096;
constexpr std::size_t kSectorBytes = 512;

std::size_t bytes_if_used(const JobSpec& job, Direction direction) {
  return job.uses(direction) ? job.pattern.block_sizes[direction].max_bytes : 0;
}

std::size_t aligned(std::size_t bytes) {
  return (bytes + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes;
}

}  // namespace

IoBuffers::IoBuffers(const JobSpec& job, std::uint64_t seed)
    : read_bytes_(bytes_if_used(job, Direction::kRead)),
      write_bytes_(bytes_if_used(job, Direction::kWrite)),
      writes_from_bytes_(aligned(read_bytes_ * job.iodepth)),
      zeros_from_bytes_(writes_from_bytes_ + aligned(write_bytes_ * job.iodepth)),
      size_bytes_(zeros_from_bytes_ + aligned(bytes_if_used(job, Direction::kTrim))),
      memory_(static_cast<std::byte*>(std::aligned_alloc(kAlignmentBytes, size_bytes_))),
      stamps_(~seed) {
  if (!memory_) throw std::bad_alloc();
  Random random(seed);
  for (std::size_t at = 0; at < zeros_from_bytes_; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = random.next();
    std::memcpy(&memory_[at], &word, sizeof(word));
  }
  std::fill(memory_.get() + zeros_from_bytes_, memory_.get() + size_bytes_, std::byte{0});
}

std::span<std::byte> IoBuffers::for_read(std::uint32_t slot, std::uint64_t length_bytes) const {
  return area().subspan(slot * read_bytes_, length_bytes);
}

std::span<const std::byte> IoBuffers::for_trim(std::uint64_t length_bytes) const {
  return area().subspan(zeros_from_bytes_, length_bytes);
}

std::span<const std::byte> IoBuffers::for_write(std::uint32_t slot, std::uint64_t length_bytes) {
  const std::span<std::byte> block =
      area().subspan(writes_from_bytes_ + slot * write_bytes_, length_bytes);
  for (std::size_t at = 0; at < block.size(); at += kSectorBytes) {
    // A different number each time for 2^64 sectors, as splitmix64 is a bijection of a counter.
    const std::uint64_t stamp = stamps_.next();
    std::memcpy(&block[at], &stamp, std::min(sizeof(stamp), block.size() - at));
  }
  return block;
}

}  // namespace memvol::bench
