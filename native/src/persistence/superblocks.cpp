#include "persistence/superblocks.hpp"

#include <optional>

#include "base/failure.hpp"

namespace memvol::persistence {

namespace {

std::optional<Superblock> read_slot(const StoreFile& journal, std::uint64_t round) {
  Block block{};
  if (journal.read(superblock_offset(round), block) < block.size()) return std::nullopt;
  return decode_superblock(block);
}

}  // namespace

Superblock read_superblock(const StoreFile& journal) {
  const auto even = read_slot(journal, 0);
  const auto odd = read_slot(journal, 1);
  if (even && (!odd || even->round > odd->round)) return *even;
  if (odd) return *odd;
  throw Failure("store_damaged", "recover", 0, "the journal has no superblock that is whole");
}

void write_superblock(StoreFile& journal, const Superblock& superblock) {
  journal.write(superblock_offset(superblock.round), encode(superblock));
  journal.sync();
}

}  // namespace memvol::persistence
