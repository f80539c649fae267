// The two superblocks of a journal, written in turn, so that one of them is whole at any time.
#pragma once

#include "persistence/journal_format.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

// The one of the later round. Throws Failure `store_damaged` when neither is whole.
Superblock read_superblock(const StoreFile& journal);

// On stable storage when it returns.
void write_superblock(StoreFile& journal, const Superblock& superblock);

}  // namespace memvol::persistence
