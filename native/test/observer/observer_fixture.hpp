// An observer with one volume, for tests.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/failure.hpp"
#include "client.hpp"
#include "observer/observer.hpp"
#include "volume_memory.hpp"

namespace memvol::observer {

using observation::Extent;
using observation::Mode;

inline constexpr std::uint64_t kRegionBytes = 4096;
inline constexpr const char* kVolume = "volume";

// Nothing is looked at by hash unless it must be.
inline ObserverOptions patient_options() {
  return {.hash_interval = std::chrono::hours(1),
          .hash_share = 1.0,
          .silence_timeout = std::chrono::hours(1)};
}

class ObservedVolume {
 public:
  explicit ObservedVolume(std::size_t size_bytes,
                          const ObserverOptions& options = patient_options(),
                          std::uint64_t region_bytes = kRegionBytes)
      : memory(size_bytes), observer(options) {
    observer.add_volume(kVolume, memory.bytes(), region_bytes);
  }

  Extent whole() const { return {0, memory.size_bytes()}; }

  Client client(ClientOptions options) {
    if (options.range.length_bytes == 0) options.range = whole();
    return {observer, kVolume, memory, options};
  }
  Client client(Mode mode) { return client(ClientOptions{.mode = mode, .range = whole()}); }

  std::vector<Extent> dirty(const std::string& point = kCreationPoint) {
    return observer.dirty(kVolume, point);
  }
  std::vector<Extent> take(const std::string& point) { return observer.take(kVolume, point); }
  void mark(const std::string& point) { observer.mark_point(kVolume, point); }
  VolumeStatistics statistics(const std::string& since = kCreationPoint) const {
    return observer.statistics(kVolume, since);
  }

  VolumeMemory memory;
  Observer observer;
};

inline Extent region(std::uint64_t index, std::uint64_t count = 1) {
  return {index * kRegionBytes, count * kRegionBytes};
}

inline std::set<std::uint64_t> regions_in(const std::vector<Extent>& extents) {
  std::set<std::uint64_t> regions;
  for (const Extent& extent : extents) {
    for (auto at = extent.offset_bytes; at < extent.end_bytes(); at += kRegionBytes) {
      regions.insert(at / kRegionBytes);
    }
  }
  return regions;
}

// Waits for what the observer's thread does on its own.
template <class Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// The code of the Failure that it throws, or "".
template <class Action>
std::string failure_code(Action action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "";
}

}  // namespace memvol::observer
