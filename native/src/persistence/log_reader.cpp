#include "persistence/log_reader.hpp"

#include "persistence/crc32c.hpp"

namespace memvol::persistence {

namespace {

bool suits(const observation::Geometry& geometry, const RecordHeader& header) {
  if (header.kind == RecordKind::kCommit) return true;
  const auto& regions = header.regions;
  return regions.count > 0 && regions.count <= kRecordRegionsMax &&
         std::uint64_t{regions.first} + regions.count <= geometry.region_count();
}

}  // namespace

std::optional<LogRecord> LogReader::next(std::uint64_t epoch, std::uint32_t index) {
  Block block{};
  if (journal_.read(position_, block) < block.size()) return std::nullopt;
  const auto header = decode_record(block, superblock_.volume_id);
  if (!header || header->round != superblock_.round || header->epoch != epoch ||
      header->index != index || !suits(superblock_.geometry, *header) || !read_payload(*header)) {
    return std::nullopt;
  }
  position_ += block.size() + payload_.size();
  return LogRecord{.header = *header, .block = block, .payload = payload_};
}

bool LogReader::read_payload(const RecordHeader& header) {
  payload_.clear();
  if (header.kind == RecordKind::kCommit) return true;
  const auto& geometry = superblock_.geometry;
  payload_.resize(geometry.extent_of(header.regions).length_bytes);
  if (journal_.read(position_ + kBlockBytes, payload_) < payload_.size()) return false;
  std::span<const std::byte> rest(payload_);
  for (std::uint32_t i = 0; i < header.regions.count; ++i) {
    const auto length =
        geometry.extent_of({.first = header.regions.first + i, .count = 1}).length_bytes;
    if (crc32c(rest.first(length)) != header.checksums[i]) return false;
    rest = rest.subspan(length);
  }
  return true;
}

}  // namespace memvol::persistence
