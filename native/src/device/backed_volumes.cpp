#include "device/backed_volumes.hpp"

#include <utility>

#include "base/failure.hpp"

namespace memvol::device {

namespace {

// So often within the time after which a store counts as one that hangs.
constexpr int kLooks = 4;

}  // namespace

void BackedVolumes::add(const std::string& volume_id, SharedPersister persister) {
  const std::lock_guard lock(mutex_);
  volumes_.insert_or_assign(volume_id, std::move(persister));
  if (!watchdog_) watchdog_.emplace(options_.timeout / kLooks, [this] { look(); });
}

BackedVolumes::SharedPersister BackedVolumes::find(const std::string& volume_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = volumes_.find(volume_id);
  if (found != volumes_.end()) return found->second;
  throw Failure("volume_not_found", "persist", 0,
                "no volume " + volume_id + " with a backing store is there");
}

BackedVolumes::SharedPersister BackedVolumes::held_back(const std::string& volume_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = volumes_.find(volume_id);
  const bool holds = found != volumes_.end() && found->second->holds_writes();
  return holds ? found->second : nullptr;
}

BackedVolumes::Volumes BackedVolumes::volumes() const {
  const std::lock_guard lock(mutex_);
  return volumes_;
}

void BackedVolumes::look() const {
  for (const auto& [id, persister] : volumes()) persister->watch();
}

void BackedVolumes::stop() {
  for (const auto& [id, persister] : volumes()) {
    try {
      persister->stop();
    } catch (const Failure&) {
      // A store that hangs is left to itself.
      continue;
    }
  }
}

void BackedVolumes::check_answers(const std::string& volume_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = volumes_.find(volume_id);
  if (found == volumes_.end()) return;
  const auto stall = found->second->status().stall;
  if (stall) throw Failure("store_stalled", "persist", 0, "the backing store hangs: " + *stall);
}

void BackedVolumes::destroy(const std::string& volume_id) {
  std::unique_lock lock(mutex_);
  const auto found = volumes_.find(volume_id);
  if (found == volumes_.end()) return;
  const auto persister = found->second;
  lock.unlock();
  const auto store = persister->stop();
  if (store) store->remove();
  lock.lock();
  volumes_.erase(volume_id);
}

}  // namespace memvol::device
