// A small volume, its backing store on a simulated disk, and what each of its epochs held.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "persistence/backing_store.hpp"
#include "simulated_disk.hpp"

namespace memvol::persistence {

inline constexpr std::uint32_t kRegions = 8;
inline constexpr std::size_t kRegionBytes = 4096;
// The last region is short.
inline constexpr std::size_t kVolumeBytes = kRegions * kRegionBytes - 1024;

inline StoreIdentity identity(std::uint64_t epoch_min = 0) {
  return {.name = "v",
          .volume_id = "11111111-2222-3333-4444-555555555555",
          .geometry = observation::Geometry(kVolumeBytes, kRegionBytes),
          .epoch_min = epoch_min};
}

// Memory in words, as copy_live wants it.
class Memory {
 public:
  Memory() : words_(kVolumeBytes / 8) {}

  std::span<std::byte> bytes() { return std::as_writable_bytes(std::span(words_)); }
  std::span<std::byte> region(std::uint32_t region) {
    const auto extent = identity().geometry.extent_of({.first = region, .count = 1});
    return bytes().subspan(extent.offset_bytes, extent.length_bytes);
  }
  bool operator==(const Memory&) const = default;

 private:
  std::vector<std::uint64_t> words_;
};

inline Memory load(const BackingStore& store) {
  Memory memory;
  store.load(memory.bytes());
  return memory;
}

class StoredVolume {
 public:
  explicit StoredVolume(std::uint64_t seed = 1) : random(seed) {
    store = BackingStore::create(disk, identity());
    epochs.emplace(0, memory);
  }

  // Random regions get random bytes, all in one epoch, which is committed.
  std::uint64_t change() {
    for (std::uint32_t region = 0; region < kRegions; ++region) {
      if (random() % 3 == 0) scribble(region);
    }
    return commit();
  }

  void scribble(std::uint32_t region) {
    const auto bytes = memory.region(region);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
    store->append(region, bytes);
  }

  std::uint64_t commit() {
    // Before: it may be durable though the call fails.
    epochs.emplace(store->epoch() + 1, memory);
    return store->commit();
  }

  // The device died and this is what is left.
  void recover(const Contents& contents) {
    store.reset();
    disk = std::make_shared<SimulatedDisk>(contents);
    store = BackingStore::open(disk, identity());
    store->load(memory.bytes());
    epochs.erase(epochs.upper_bound(store->epoch()), epochs.end());
    disk->settle();
  }

  std::mt19937_64 random;
  std::shared_ptr<SimulatedDisk> disk = std::make_shared<SimulatedDisk>();
  Memory memory;
  std::unique_ptr<BackingStore> store;
  // By number.
  std::map<std::uint64_t, Memory> epochs;
};

inline std::unique_ptr<BackingStore> reopen(const Contents& contents) {
  return BackingStore::open(std::make_shared<SimulatedDisk>(contents), identity());
}

inline std::string failure_code(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "";
}

}  // namespace memvol::persistence
