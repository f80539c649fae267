// The volumes that have a backing store, and what persists each.
// Threading: any thread; stop(), destroy() and the destructor wait for what is being persisted, but
// for no store that hangs. A thread looks for those, from the first volume on.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "device/store_watchdog.hpp"
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
  // Of one that comes back: an epoch that its store has reached at least.
  std::uint64_t epoch_min = 0;
  persistence::DurabilityOptions durability{};
};

// How all stores of a device are watched over.
struct StoreOptions {
  // A call of a store that takes longer hangs, as far as anybody can tell.
  std::chrono::nanoseconds timeout = std::chrono::seconds(30);
  // How much of each image is looked at for damage, each second; 0: none.
  std::uint64_t scrub_bytes_per_second = 0;
};

class BackedVolumes {
 public:
  using SharedPersister = std::shared_ptr<persistence::Persister>;

  explicit BackedVolumes(const StoreOptions& options) : options_(options) {}

  const StoreOptions& options() const { return options_; }

  void add(const std::string& volume_id, SharedPersister persister);
  // Throws Failure `volume_not_found`.
  SharedPersister find(const std::string& volume_id) const;
  // What acknowledgements of writes to the volume wait for; null: nothing.
  SharedPersister held_back(const std::string& volume_id) const;
  // Nothing is persisted any more, and nobody told of it.
  void stop();
  // Throws Failure `store_stalled` while the volume's store hangs.
  void check_answers(const std::string& volume_id) const;
  // Removes the store's files, too. Of a volume without a store, does nothing. Throws Failure
  // `store_stalled` when the store hangs: then it is to be called again.
  void destroy(const std::string& volume_id);

 private:
  using Volumes = std::map<std::string, SharedPersister>;

  Volumes volumes() const;
  void look() const;

  const StoreOptions options_;
  mutable std::mutex mutex_;
  Volumes volumes_;
  // Last: it looks at the others.
  std::optional<StoreWatchdog> watchdog_;
};

}  // namespace memvol::device
