/** Mistakes in what keeps volumes. */
import type { Fault } from "./fault.js";

export const DURABILITY_FAULTS: readonly Fault[] = [
  {
    name: "an epoch is published before it is synced",
    file: "persistence/log_writer.cpp",
    find: "  write_out();\n  journal_.sync();\n",
    replace: "  write_out();\n",
    layers: ["persistence"],
  },
  {
    name: "the log begins anew before the image is synced",
    file: "persistence/backing_store.cpp",
    find: "  image_->sync();\n  checksums_",
    replace: "  checksums_",
    layers: ["persistence"],
  },
  {
    name: "the log begins anew before the checksums are synced",
    file: "persistence/backing_store.cpp",
    find: "  journal_->sync();\n  begin_round",
    replace: "  begin_round",
    layers: ["persistence"],
  },
  {
    name: "the log is written over before its superblock is synced",
    file: "persistence/superblocks.cpp",
    find: "  journal.sync();\n",
    replace: "",
    layers: ["persistence"],
  },
  {
    name: "a commit counts whether or not its regions are whole",
    file: "persistence/log_reader.cpp",
    find: "if (crc32c(rest.first(length)) != header.checksums[i]) return false;",
    replace: "",
    layers: ["persistence"],
  },
  {
    name: "recovery goes on in the round that it found",
    file: "persistence/backing_store.cpp",
    find: "begin_round(superblock_.round + 1, epoch_);",
    replace: "begin_round(superblock_.round, epoch_);",
    layers: ["persistence"],
  },
  {
    name: "damage in the log is taken for its end",
    file: "persistence/log_scan.cpp",
    find: "  check_behind(journal, superblock, begin, epoch);\n",
    replace: "  if (begin == 0) check_behind(journal, superblock, begin, epoch);\n",
    layers: ["persistence"],
  },
  {
    name: "the image is believed whatever its checksums say",
    file: "persistence/backing_store.cpp",
    find: "crc32c(into) == checksums_.at(region)",
    replace: "true",
    layers: ["persistence"],
  },
  {
    name: "what is announced during a commit is cleared by it",
    file: "persistence/persister_loop.cpp",
    find: "  requests_.reached(Goal::kCommit,",
    replace:
      "  for (std::uint32_t i = 0; i < dirty_.geometry().region_count(); ++i) dirty_.take(i);\n" +
      "  requests_.reached(Goal::kCommit,",
    layers: ["persistence"],
  },
  {
    name: "a flush is answered without a commit",
    file: "persistence/persister_loop.cpp",
    find: "  commit_dirty();\n",
    replace: "  if (asked.last == 0) commit_dirty();\n",
    layers: ["persistence"],
  },
  {
    name: "a store that was removed is written to all the same",
    file: "persistence/persister_loop.cpp",
    find: "  store_->check_in_place();\n",
    replace: "",
    layers: ["persistence"],
  },
  {
    name: "verifying leaves the memory out",
    file: "persistence/verification.cpp",
    find: "crc32c(buffer_) != store.checksum(region) &&",
    replace: "crc32c(buffer_) != store.checksum(region) && bytes_compared_ > UINT64_MAX / 2 &&",
    layers: ["persistence"],
  },
  {
    name: "who waits for a store that hangs is not told",
    file: "persistence/persister_loop.cpp",
    find: "  requests_.give_up(failure);\n",
    replace: "",
    layers: ["persistence"],
  },
  {
    name: "another mode is not told to the thread that waits",
    file: "persistence/persister_loop.cpp",
    find: "  // The thread may wait for what comes never, or too late.\n  requests_.add();\n",
    replace: "",
    layers: ["persistence"],
  },
  {
    name: "a store that could not be made leaves its files",
    file: "persistence/backing_store.cpp",
    find: "    store->remove_made();\n",
    replace: "",
    layers: ["persistence"],
  },
  {
    name: "a change that was undone unannounced is not looked for",
    file: "observer/region_hashes.cpp",
    find: "    if (announced) marks_.set(look.region, marks_.unhashed());\n",
    replace: "",
    layers: ["persistence"],
  },
];
