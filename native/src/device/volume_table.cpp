#include "device/volume_table.hpp"

#include <utility>

namespace memvol::device {

void VolumeTable::add(const std::string& volume_id, SharedMemory memory) {
  const std::lock_guard lock(mutex_);
  volumes_.insert_or_assign(volume_id, std::move(memory));
}

SharedMemory VolumeTable::find(const std::string& volume_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = volumes_.find(volume_id);
  return found == volumes_.end() ? nullptr : found->second;
}

SharedMemory VolumeTable::remove(const std::string& volume_id) {
  const std::lock_guard lock(mutex_);
  auto node = volumes_.extract(volume_id);
  return node.empty() ? nullptr : std::move(node.mapped());
}

}  // namespace memvol::device
