// What stands in a journal: docs/durability.md has the whole of it. All numbers little-endian.
//
//   0                        superblock, of even rounds    512 bytes
//   4096                     superblock, of odd rounds     512 bytes
//   8192                     checksums of the image's regions, 4 bytes each
//   log_offset()             the log: records, each a block of 512 bytes and its regions' bytes
//
// A round is the life of the log from one superblock to the next. Each begins at the start of
// the log, over what the last one left; a record counts only in its own round.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "observation/geometry.hpp"

namespace memvol::persistence {

// What a disk writes in whole or not at all.
inline constexpr std::size_t kBlockBytes = 512;
inline constexpr std::uint64_t kPageBytes = 4096;
inline constexpr std::uint64_t kChecksumsOffset = 2 * kPageBytes;
inline constexpr std::size_t kVolumeIdSizeMax = 40;
inline constexpr std::uint32_t kRecordRegionsMax = 64;

using Block = std::array<std::byte, kBlockBytes>;

struct Superblock {
  std::string volume_id;
  observation::Geometry geometry;
  std::uint64_t round = 0;
  // The epoch that the image holds in whole; the log has those after it.
  std::uint64_t epoch = 0;
};

enum class RecordKind : std::uint8_t { kRegions = 1, kCommit = 2 };

struct RecordHeader {
  RecordKind kind = RecordKind::kRegions;
  std::uint64_t round = 0;
  std::uint64_t epoch = 0;
  // Which record of its epoch it is, from 0.
  std::uint32_t index = 0;
  // Of kRegions: what follows the header.
  observation::RegionRange regions{};
  // Of kRegions: of each of them. Of kCommit: the first is that of all headers of the epoch.
  std::array<std::uint32_t, kRecordRegionsMax> checksums{};
};

std::uint64_t log_offset(const observation::Geometry& geometry);
std::uint64_t superblock_offset(std::uint64_t round);

Block encode(const Superblock& superblock);
// Nothing for a block that is none, or damaged, or of another version.
std::optional<Superblock> decode_superblock(const Block& block);

Block encode(const RecordHeader& header, const std::string& volume_id);
// Nothing for a block that is none, or damaged, or another volume's.
std::optional<RecordHeader> decode_record(const Block& block, const std::string& volume_id);

// The checksum of all headers of an epoch, from that of those before.
std::uint32_t chain(std::uint32_t before, const Block& header);

}  // namespace memvol::persistence
