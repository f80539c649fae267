#include "persistence/log_scan.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/failure.hpp"
#include "persistence/log_reader.hpp"

namespace memvol::persistence {

namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

bool read_epoch(LogReader& reader, std::uint64_t epoch) {
  std::uint32_t headers = 0;
  for (std::uint32_t index = 0;; ++index) {
    const auto record = reader.next(epoch, index);
    if (!record) return false;
    if (record->header.kind == RecordKind::kCommit) return record->header.checksums[0] == headers;
    headers = chain(headers, record->block);
  }
}

Failure damaged(std::uint64_t position, const std::string& what) {
  return Failure("store_damaged", "recover", 0,
                 "the journal is damaged at byte " + std::to_string(position) + ": " + what);
}

// Whether this is what could only come after epoch `missing` was on stable storage.
void check_block(const Block& block, const Superblock& superblock, std::uint64_t begin,
                 std::uint64_t missing) {
  const auto header = decode_record(block, superblock.volume_id);
  if (!header) return;
  if (header->round > superblock.round) {
    throw damaged(begin, "its superblock is older than its records");
  }
  if (header->round == superblock.round && header->epoch > missing) {
    throw damaged(begin, "epoch " + std::to_string(missing) + " is not whole, and epoch " +
                             std::to_string(header->epoch) + " is behind it");
  }
}

void check_behind(const StoreFile& journal, const Superblock& superblock, std::uint64_t begin,
                  std::uint64_t missing) {
  std::vector<std::byte> chunk(kChunkBytes);
  Block block{};
  for (std::uint64_t at = begin;; at += kChunkBytes) {
    const std::size_t got = journal.read(at, chunk);
    for (std::size_t i = 0; i + block.size() <= got; i += block.size()) {
      std::copy_n(chunk.begin() + static_cast<std::ptrdiff_t>(i), block.size(), block.begin());
      check_block(block, superblock, begin, missing);
    }
    if (got < chunk.size()) return;
  }
}

}  // namespace

std::vector<LogEpoch> scan_log(const StoreFile& journal, const Superblock& superblock) {
  std::vector<LogEpoch> epochs;
  std::uint64_t begin = log_offset(superblock.geometry);
  std::uint64_t epoch = superblock.epoch + 1;
  LogReader reader(journal, superblock, begin);
  while (read_epoch(reader, epoch)) {
    epochs.push_back({.epoch = epoch, .begin = begin, .end = reader.position()});
    begin = reader.position();
    ++epoch;
  }
  check_behind(journal, superblock, begin, epoch);
  return epochs;
}

}  // namespace memvol::persistence
