// The volumes' memory by volume id.
// Threading: any thread; one lock, never held while memory is allocated or released.
// Lifetime: sessions share ownership of the memory that they registered.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "memory/volume_memory.hpp"

namespace memvol::device {

using SharedMemory = std::shared_ptr<memory::VolumeMemory>;

class VolumeTable {
 public:
  void add(const std::string& volume_id, SharedMemory memory);
  // Null when there is no such volume.
  SharedMemory find(const std::string& volume_id) const;
  // Takes it out of the table; null when there is no such volume.
  SharedMemory remove(const std::string& volume_id);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, SharedMemory> volumes_;
};

}  // namespace memvol::device
