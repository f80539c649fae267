// The volumes that have a backing store, and what persists each.
// Threading: any thread; destroy() and the destructor wait for what is being persisted.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "device/volume_table.hpp"
#include "memory/volume_memory.hpp"
#include "persistence/persister.hpp"

namespace memvol::device {

struct BackedVolume {
  std::string id;
  // What the store's files are called.
  std::string name;
  std::size_t size_bytes = 0;
  memory::PageSize page_size = memory::PageSize::kStandard;
  std::size_t region_size_bytes = 0;
  std::string directory;
  // From the store that is there; else a new one is made.
  bool recover = false;
  persistence::DurabilityOptions durability{};
};

class BackedVolumes {
 public:
  using SharedPersister = std::shared_ptr<persistence::Persister>;

  // The memory is kept for as long as the persister is.
  void add(const std::string& volume_id, SharedPersister persister, SharedMemory memory);
  // Throws Failure `volume_not_found`.
  SharedPersister find(const std::string& volume_id) const;
  // What acknowledgements of writes to the volume wait for; null: nothing.
  SharedPersister held_back(const std::string& volume_id) const;
  // Nothing is persisted any more, and nobody told of it.
  void stop();
  // Removes the store's files, too. Of a volume without a store, does nothing.
  void destroy(const std::string& volume_id);

 private:
  struct Entry {
    SharedMemory memory;
    // Last: it ends first.
    SharedPersister persister;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Entry> volumes_;
};

}  // namespace memvol::device
