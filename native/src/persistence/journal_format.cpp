#include "persistence/journal_format.hpp"

#include <algorithm>
#include <cstring>

#include "base/failure.hpp"
#include "base/little_endian.hpp"
#include "persistence/crc32c.hpp"

namespace memvol::persistence {

namespace {

constexpr std::uint64_t kSuperblockMagic = 0x4c4e524a4c4f564d;  // "MVOLJRNL"
constexpr std::uint32_t kRecordMagic = 0x4352564d;              // "MVRC"
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kVolumeIdAt = 40;
constexpr std::size_t kChecksumsAt = 128;
constexpr std::size_t kChecksumAt = kBlockBytes - sizeof(std::uint32_t);
static_assert(kChecksumsAt + kRecordRegionsMax * sizeof(std::uint32_t) <= kChecksumAt);

template <class T>
void put(Block& block, std::size_t at, T value) {
  put_little_endian(block.data() + at, value);
}

template <class T>
T get(const Block& block, std::size_t at) {
  return get_little_endian<T>(block.data() + at);
}

void put_volume_id(Block& block, const std::string& volume_id) {
  if (volume_id.size() > kVolumeIdSizeMax) {
    throw Failure("bug", "encode", 0, "the volume's id '" + volume_id + "' is too long");
  }
  std::memcpy(block.data() + kVolumeIdAt, volume_id.data(), volume_id.size());
}

std::string get_volume_id(const Block& block) {
  const auto* text = reinterpret_cast<const char*>(block.data() + kVolumeIdAt);
  return {text, ::strnlen(text, kVolumeIdSizeMax)};
}

std::uint32_t checksum_of(const Block& block) {
  return crc32c(std::span(block).first(kChecksumAt));
}

void seal(Block& block) { put(block, kChecksumAt, checksum_of(block)); }

bool is_whole(const Block& block) {
  return get<std::uint32_t>(block, kChecksumAt) == checksum_of(block);
}

}  // namespace

std::uint64_t log_offset(const observation::Geometry& geometry) {
  const std::uint64_t bytes = std::uint64_t{geometry.region_count()} * sizeof(std::uint32_t);
  return kChecksumsOffset + (bytes + kPageBytes - 1) / kPageBytes * kPageBytes;
}

std::uint64_t superblock_offset(std::uint64_t round) { return round % 2 * kPageBytes; }

Block encode(const Superblock& superblock) {
  Block block{};
  put(block, 0, kSuperblockMagic);
  put(block, 8, kVersion);
  put(block, 12, static_cast<std::uint32_t>(superblock.geometry.region_shift()));
  put(block, 16, superblock.geometry.volume_size_bytes());
  put(block, 24, superblock.round);
  put(block, 32, superblock.epoch);
  put_volume_id(block, superblock.volume_id);
  seal(block);
  return block;
}

std::optional<Superblock> decode_superblock(const Block& block) {
  if (!is_whole(block) || get<std::uint64_t>(block, 0) != kSuperblockMagic) return std::nullopt;
  if (get<std::uint32_t>(block, 8) != kVersion) return std::nullopt;
  const auto shift = get<std::uint32_t>(block, 12);
  if (shift < 12 || shift >= 48) return std::nullopt;
  return Superblock{
      .volume_id = get_volume_id(block),
      .geometry = observation::Geometry(get<std::uint64_t>(block, 16), std::uint64_t{1} << shift),
      .round = get<std::uint64_t>(block, 24),
      .epoch = get<std::uint64_t>(block, 32)};
}

Block encode(const RecordHeader& header, const std::string& volume_id) {
  Block block{};
  put(block, 0, kRecordMagic);
  put(block, 4, static_cast<std::uint32_t>(header.kind));
  put(block, 8, header.round);
  put(block, 16, header.epoch);
  put(block, 24, header.index);
  put(block, 28, header.regions.first);
  put(block, 32, header.regions.count);
  put_volume_id(block, volume_id);
  for (std::size_t i = 0; i < header.checksums.size(); ++i) {
    put(block, kChecksumsAt + i * sizeof(std::uint32_t), header.checksums[i]);
  }
  seal(block);
  return block;
}

std::optional<RecordHeader> decode_record(const Block& block, const std::string& volume_id) {
  // The magic first: whoever looks for records in what may be anything asks often.
  if (get<std::uint32_t>(block, 0) != kRecordMagic || !is_whole(block)) return std::nullopt;
  if (get_volume_id(block) != volume_id) return std::nullopt;
  const auto kind = get<std::uint32_t>(block, 4);
  if (kind != static_cast<std::uint32_t>(RecordKind::kRegions) &&
      kind != static_cast<std::uint32_t>(RecordKind::kCommit)) {
    return std::nullopt;
  }
  RecordHeader header{
      .kind = static_cast<RecordKind>(kind),
      .round = get<std::uint64_t>(block, 8),
      .epoch = get<std::uint64_t>(block, 16),
      .index = get<std::uint32_t>(block, 24),
      .regions = {.first = get<std::uint32_t>(block, 28), .count = get<std::uint32_t>(block, 32)}};
  for (std::size_t i = 0; i < header.checksums.size(); ++i) {
    header.checksums[i] = get<std::uint32_t>(block, kChecksumsAt + i * sizeof(std::uint32_t));
  }
  return header;
}

std::uint32_t chain(std::uint32_t before, const Block& header) { return crc32c(header, before); }

}  // namespace memvol::persistence
