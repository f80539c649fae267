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

// Of the workload, and of what it reads back.
std::size_t longest_read(const JobSpec& job) {
  const std::size_t written = job.verify.set() ? bytes_if_used(job, Direction::kWrite) : 0;
  return std::max(bytes_if_used(job, Direction::kRead), written);
}

std::size_t aligned(std::size_t bytes) {
  return (bytes + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes;
}

}  // namespace

IoBuffers::IoBuffers(const JobSpec& job, std::uint64_t seed)
    : filler_(job.buffers),
      read_bytes_(longest_read(job)),
      write_bytes_(bytes_if_used(job, Direction::kWrite)),
      writes_from_bytes_(aligned(read_bytes_ * job.iodepth)),
      zeros_from_bytes_(writes_from_bytes_ + aligned(write_bytes_ * job.iodepth)),
      size_bytes_(zeros_from_bytes_ + aligned(bytes_if_used(job, Direction::kTrim))),
      memory_(static_cast<std::byte*>(std::aligned_alloc(kAlignmentBytes, size_bytes_))),
      stamps_(~seed) {
  if (!memory_) throw std::bad_alloc();
  if (job.verify.set()) seal_.emplace(job, seed);
  fill_places(seed, job.iodepth);
}

void IoBuffers::fill_places(std::uint64_t seed, std::uint32_t iodepth) {
  Random random(seed);
  for (std::size_t at = 0; at < zeros_from_bytes_; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = random.next();
    std::memcpy(&memory_[at], &word, sizeof(word));
  }
  std::fill(memory_.get() + zeros_from_bytes_, memory_.get() + size_bytes_, std::byte{0});
  if (filler_.random()) return;
  for (std::uint32_t slot = 0; slot < iodepth; ++slot) {
    filler_.fill(area().subspan(writes_from_bytes_ + slot * write_bytes_, write_bytes_), 0,
                 random.next());
  }
}

std::span<std::byte> IoBuffers::for_read(std::uint32_t slot, std::uint64_t length_bytes) const {
  return area().subspan(slot * read_bytes_, length_bytes);
}

std::span<const std::byte> IoBuffers::for_trim(std::uint64_t length_bytes) const {
  return area().subspan(zeros_from_bytes_, length_bytes);
}

std::span<const std::byte> IoBuffers::for_write(std::uint32_t slot, const Operation& operation) {
  const std::span<std::byte> block =
      area().subspan(writes_from_bytes_ + slot * write_bytes_, operation.length_bytes);
  if (seal_) {
    seal_->write(block, {.offset_bytes = operation.offset_bytes,
                         .length_bytes = operation.length_bytes,
                         .sequence = operation.sequence});
  } else if (filler_.refills()) {
    filler_.fill(block, operation.offset_bytes, stamps_.next());
  } else if (filler_.random()) {
    stamp(block);
  }
  return block;
}

// A different number each time for 2^64 sectors, as splitmix64 is a bijection of a counter.
void IoBuffers::stamp(std::span<std::byte> block) {
  for (std::size_t at = 0; at < block.size(); at += kSectorBytes) {
    const std::uint64_t number = stamps_.next();
    std::memcpy(&block[at], &number, std::min(sizeof(number), block.size() - at));
  }
}

}  // namespace memvol::bench
