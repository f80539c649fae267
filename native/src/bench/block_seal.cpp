#include "bench/block_seal.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "bench/checksum.hpp"
#include "bench/random.hpp"

namespace memvol::bench {

namespace {

constexpr std::uint32_t kMagic = 0x6d767666;

struct Header {
  std::uint32_t magic;
  // Of all that follows.
  std::uint32_t checksum;
  std::uint64_t offset_bytes;
  std::uint64_t length_bytes;
  std::uint64_t seed;
  std::uint64_t sequence;
  Digest digest;
};
static_assert(sizeof(Header) == BlockSeal::kHeaderBytes);

std::uint32_t checksum_of(const Header& header) {
  const auto bytes = std::as_bytes(std::span(&header, 1));
  return crc32c(bytes.subspan(offsetof(Header, offset_bytes)));
}

// A pattern for verification takes the place of what the buffers would hold.
Buffers contents_of(const JobSpec& job) {
  Buffers buffers = job.buffers;
  if (!job.verify.pattern.empty()) buffers.pattern = job.verify.pattern;
  return buffers;
}

}  // namespace

BlockSeal::BlockSeal(const JobSpec& job, std::uint64_t seed)
    : verify_(job.verify), filler_(contents_of(job)), seed_(seed) {}

// What is left after the last whole interval belongs to the chunk before it.
std::size_t BlockSeal::chunk_bytes(std::size_t left_bytes) const {
  const std::uint64_t interval = verify_.interval_bytes;
  return interval == 0 || left_bytes < 2 * interval ? left_bytes : interval;
}

void BlockSeal::write(std::span<std::byte> block, const Written& written) const {
  // Of its own for each write of each thread.
  SplitMix64 number(seed_ + written.sequence * 0x9e3779b97f4a7c15);
  filler_.fill(block, written.offset_bytes, number.next());
  if (verify_.method == VerifyMethod::kPattern) return;
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t length = chunk_bytes(block.size() - at);
    const std::span<std::byte> chunk = block.subspan(at, length);
    Header header{.magic = kMagic,
                  .checksum = 0,
                  .offset_bytes = written.offset_bytes + at,
                  .length_bytes = length,
                  .seed = seed_,
                  .sequence = written.sequence,
                  .digest = digest_of(verify_.method, chunk.subspan(sizeof(Header)))};
    header.checksum = checksum_of(header);
    std::memcpy(chunk.data(), &header, sizeof(header));
    at += length;
  }
}

std::optional<Finding> BlockSeal::look_at(std::span<const std::byte> block, const Written& written,
                                          bool known) const {
  if (verify_.method == VerifyMethod::kPattern) return look_at_pattern(block, written);
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t length = chunk_bytes(block.size() - at);
    const std::uint64_t offset_bytes = written.offset_bytes + at;
    if (auto message =
            look_at_chunk(block.subspan(at, length), offset_bytes, known ? &written : nullptr)) {
      return Finding{.offset_bytes = offset_bytes, .message = std::move(*message)};
    }
    at += length;
  }
  return {};
}

std::optional<std::string> BlockSeal::look_at_chunk(std::span<const std::byte> chunk,
                                                    std::uint64_t offset_bytes,
                                                    const Written* expected) const {
  Header header;
  std::memcpy(&header, chunk.data(), sizeof(header));
  if (header.magic != kMagic || header.checksum != checksum_of(header)) {
    return "there is no valid header";
  }
  if (header.offset_bytes != offset_bytes) {
    return "it holds the block of offset " + std::to_string(header.offset_bytes);
  }
  if (header.length_bytes != chunk.size()) {
    return "it holds a block of " + std::to_string(header.length_bytes) + " bytes, not " +
           std::to_string(chunk.size());
  }
  if (header.digest != digest_of(verify_.method, chunk.subspan(sizeof(Header)))) {
    return "the checksum does not match the data";
  }
  if (expected == nullptr) return {};
  if (header.seed != seed_) return "it was written by another job, clone or run";
  if (header.sequence == expected->sequence) return {};
  return std::string("it holds ") +
         (header.sequence < expected->sequence ? "an earlier" : "a later") + " write, number " +
         std::to_string(header.sequence) + " and not " + std::to_string(expected->sequence);
}

std::optional<Finding> BlockSeal::look_at_pattern(std::span<const std::byte> block,
                                                  const Written& written) const {
  std::vector<std::byte> expected(block.size());
  fill_pattern(expected, verify_.pattern, written.offset_bytes);
  const auto difference = std::mismatch(block.begin(), block.end(), expected.begin()).first;
  if (difference == block.end()) return {};
  return Finding{
      .offset_bytes = written.offset_bytes + static_cast<std::uint64_t>(difference - block.begin()),
      .message = "the byte there is not that of the pattern"};
}

}  // namespace memvol::bench
