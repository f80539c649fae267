#include "device/backed_volumes.hpp"

#include <utility>

#include "base/failure.hpp"

namespace memvol::device {

void BackedVolumes::add(const std::string& volume_id, SharedPersister persister,
                        SharedMemory memory) {
  const std::lock_guard lock(mutex_);
  volumes_.insert_or_assign(volume_id,
                            Entry{.memory = std::move(memory), .persister = std::move(persister)});
}

BackedVolumes::SharedPersister BackedVolumes::find(const std::string& volume_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = volumes_.find(volume_id);
  if (found != volumes_.end()) return found->second.persister;
  throw Failure("volume_not_found", "persist", 0,
                "no volume " + volume_id + " with a backing store is there");
}

BackedVolumes::SharedPersister BackedVolumes::held_back(const std::string& volume_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = volumes_.find(volume_id);
  const bool holds = found != volumes_.end() && found->second.persister->holds_writes();
  return holds ? found->second.persister : nullptr;
}

void BackedVolumes::stop() {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, volume] : volumes_) volume.persister->stop();
}

void BackedVolumes::destroy(const std::string& volume_id) {
  std::unique_lock lock(mutex_);
  const auto node = volumes_.extract(volume_id);
  lock.unlock();
  if (node.empty()) return;
  node.mapped().persister->stop()->remove();
}

}  // namespace memvol::device
