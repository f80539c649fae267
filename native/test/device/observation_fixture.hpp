// A device that hashes as quickly as it can, and what tests ask of its observer.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "client/connector.hpp"
#include "client/transfer.hpp"
#include "device_fixture.hpp"

namespace memvol::device {

using observation::Extent;
using observation::Mode;
using observer::kCreationPoint;

using Regions = std::set<std::uint64_t>;

// Hashing as quickly as it goes, so that a test does not wait for its share.
inline DeviceOptions eager() {
  auto options = test_options();
  options.observer.hash_interval = std::chrono::milliseconds{10};
  options.observer.hash_share = 1.0;
  return options;
}

inline Regions regions_of(const std::vector<Extent>& extents) {
  Regions regions;
  for (const auto& extent : extents) {
    for (auto at = extent.offset_bytes; at < extent.end_bytes(); at += kRegionBytes) {
      regions.insert(at / kRegionBytes);
    }
  }
  return regions;
}

inline bool covers(const Regions& outer, const Regions& inner) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

class ObservationTest : public DeviceTest {
 protected:
  ObservationTest() : DeviceTest(eager()) {}

  client::ConnectOptions observed(Mode mode, bool acknowledges = false) {
    auto wanted = grant();
    wanted.observe = mode;
    wanted.acknowledges = acknowledges;
    return options(ticket(wanted));
  }

  std::vector<std::byte> content() {
    std::vector<std::byte> bytes(kVolumeBytes);
    client::read_bytes(*connect(ticket()), 0, bytes, std::chrono::seconds{5});
    return bytes;
  }

  // The regions that are not zero any more.
  Regions changed() {
    const auto bytes = content();
    Regions regions;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      if (bytes[at] != std::byte{0}) regions.insert(at / kRegionBytes);
    }
    return regions;
  }

  Regions dirty(const std::string& point = kCreationPoint) {
    return regions_of(device_->observer().dirty("v", point));
  }

  observer::VolumeStatistics statistics() {
    return device_->observer().statistics("v", kCreationPoint);
  }

  std::uint64_t counted(observation::OperationType type) {
    return statistics().traffic[static_cast<std::size_t>(type)].operations;
  }

  // All sessions have ended, also for the device.
  void await_end_of_sessions() {
    while (!device_->sessions().empty()) std::this_thread::yield();
  }
};

}  // namespace memvol::device
