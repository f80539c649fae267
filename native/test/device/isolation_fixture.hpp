// Two volumes and three clients: a rogue with a small range in the middle of one volume, a
// neighbour in the same volume, a stranger in the other. Whatever the rogue does, what lies
// outside its range stays as it was and the others go on.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "client/transfer.hpp"
#include "device_fixture.hpp"
#include "rogue_client.hpp"

namespace memvol::device {

class IsolationTest : public DeviceTest {
 protected:
  static constexpr std::uint64_t kRogueOffset = std::uint64_t{1} << 20;
  static constexpr std::uint64_t kRogueBytes = 64 << 10;
  static constexpr std::uint64_t kNeighbourOffset = std::uint64_t{2} << 20;

  explicit IsolationTest(const DeviceOptions& where = test_options()) : DeviceTest(where) {
    device_->create_volume("w", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
    for (const auto* volume : {"v", "w"}) {
      auto bytes = content(volume);
      client::write_bytes(*connect(ticket(grant_of(volume, 0, kVolumeBytes))), 0, bytes, kPatience);
    }
    neighbour_ = std::make_unique<RogueClient>(
        options(ticket(grant_of("v", kNeighbourOffset, kRogueBytes))));
    other_volume_ = std::make_unique<RogueClient>(options(ticket(grant_of("w", 0, kVolumeBytes))));
    bystander_ = connect(ticket(grant_of("w", 0, kVolumeBytes)));
  }

  SessionGrant grant_of(const std::string& volume, std::uint64_t offset, std::uint64_t length) {
    auto wanted = grant();
    wanted.volume_id = volume;
    wanted.offset_bytes = offset;
    wanted.length_bytes = length;
    return wanted;
  }

  // Fresh for each attack: one that was refused has lost its connection.
  std::unique_ptr<RogueClient> rogue(Rights rights = kReadWrite,
                                     observation::Mode observe = observation::Mode::kNone) {
    auto wanted = grant_of("v", kRogueOffset, kRogueBytes);
    wanted.rights = rights;
    wanted.observe = observe;
    return std::make_unique<RogueClient>(options(ticket(wanted)));
  }

  // What the fabric carries out for who may.
  bool is_known(RogueOperation operation) const {
    return operation != RogueOperation::kWriteWithImmediate || device_->has_immediates();
  }

  // That a rogue's operation is refused, tells it nothing and changes nothing.
  void expect_refused(RogueClient& rogue, RogueOperation operation, const RemoteExtent& remote) {
    EXPECT_FALSE(rogue.succeeds(operation, remote));
    EXPECT_FALSE(rogue.has_learnt());
  }

  // To be called at the end of each test: the device is up, others go on, no byte has changed.
  void expect_others_unharmed() {
    std::vector<std::byte> first(4096);
    client::read_bytes(*bystander_, 0, first, kPatience);
    client::write_bytes(*bystander_, 0, first, kPatience);
    for (const auto* volume : {"v", "w"}) {
      std::vector<std::byte> all(kVolumeBytes);
      client::read_bytes(*connect(ticket(grant_of(volume, 0, kVolumeBytes))), 0, all, kPatience);
      EXPECT_TRUE(all == content(volume)) << "volume " << volume << " has changed";
    }
    for (auto* other : {neighbour_.get(), other_volume_.get()}) {
      const auto& range = other->grant().range;
      EXPECT_TRUE(other->succeeds(RogueOperation::kRead, {range.base, 4096, range.key}));
    }
  }

  static std::vector<std::byte> content(const std::string& volume) {
    auto bytes = pattern(kVolumeBytes, static_cast<unsigned char>(volume[0]));
    // So that what was read is told apart from what a rogue has of itself.
    std::replace(bytes.begin(), bytes.end(), kRogueByte, std::byte{0});
    return bytes;
  }

  static constexpr std::chrono::seconds kPatience{20};

  std::unique_ptr<RogueClient> neighbour_;
  std::unique_ptr<RogueClient> other_volume_;
  std::unique_ptr<client::Session> bystander_;
};

}  // namespace memvol::device
