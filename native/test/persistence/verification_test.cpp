// Verifying, persisting in full, and scrubbing: damage that is made on purpose is found where it
// is, and mended by writing the image anew.
#include <atomic>

#include "../observer/observer_fixture.hpp"
#include "persistence/persister.hpp"
#include "simulated_disk.hpp"

namespace memvol::persistence {

namespace {

using observation::Mode;
using observer::eventually;
using observer::kRegionBytes;
using observer::kVolume;
using observer::region;

constexpr std::uint32_t kRegions = 3000;
constexpr std::uint64_t kVolumeBytes = kRegions * kRegionBytes - 1024;

StoreIdentity identity() {
  return {.name = "v",
          .volume_id = "the volume's id",
          .geometry = observation::Geometry(kVolumeBytes, kRegionBytes)};
}

class VerificationTest : public testing::Test {
 protected:
  void start(const DurabilityOptions& options = {.mode = DurabilityMode::kBarrier}) {
    persister_ = std::make_unique<Persister>(
        LiveMemory{volume_.memory.bytes()}, volume_.observer.persistence(kVolume),
        BackingStore::create(disk_, identity()), options,
        PersistObservers{.on_failure = {},
                         .on_commit = {},
                         .on_stall = {},
                         .on_damage = [this](const std::string&) { ++damages_; }});
    client_.emplace(volume_.client(Mode::kImmediate));
    for (std::uint64_t i = 0; i < kRegions - 1; ++i) {
      client_->write({i * kRegionBytes, kRegionBytes}, i);
    }
    persister_->flush_to_image();
  }

  VerifyResult verify(observation::RegionRange regions = {.first = 0, .count = kRegions}) {
    return await_answer<VerifyResult>(
        [&](auto answer) { persister_->verify(regions, std::move(answer)); });
  }
  std::uint64_t persist_in_full() {
    return await_answer<std::uint64_t>(
        [&](auto answer) { persister_->persist_in_full(std::move(answer)); });
  }

  // The persister's thread waits meanwhile, unless it scrubs.
  void damage_image(std::uint64_t at) { disk_->contents().at("v.img").at(at) ^= std::byte{1}; }

  std::shared_ptr<SimulatedDisk> disk_ = std::make_shared<SimulatedDisk>();
  observer::ObservedVolume volume_{kVolumeBytes};
  std::atomic<int> damages_{0};
  std::optional<observer::Client> client_;
  std::unique_ptr<Persister> persister_;
};

using Extents = std::vector<observation::Extent>;

TEST_F(VerificationTest, what_is_whole__is_said_to_be) {
  start();
  client_->write(region(3), 77);
  const auto result = verify();
  EXPECT_EQ(result.bytes_compared, kVolumeBytes);
  EXPECT_TRUE(result.image.empty());
  EXPECT_TRUE(result.memory.empty());
  // What was dirty is kept now.
  EXPECT_EQ(persister_->status().dirty_bytes, 0U);
}

TEST_F(VerificationTest, a_damaged_image__is_found_and_written_anew) {
  start();
  damage_image(5 * kRegionBytes + 17);
  damage_image(6 * kRegionBytes);
  damage_image(kVolumeBytes - 1);
  const auto result = verify();
  EXPECT_EQ(result.image,
            (Extents{region(5, 2), {(kRegions - 1) * kRegionBytes, kRegionBytes - 1024}}));
  EXPECT_TRUE(result.memory.empty());
  EXPECT_TRUE(verify({.first = 0, .count = 5}).image.empty());
  persist_in_full();
  EXPECT_TRUE(verify().image.empty());
}

TEST_F(VerificationTest, memory_that_nobody_told_of__is_found_and_kept) {
  start();
  volume_.memory.fill(region(9), 4711);
  EXPECT_EQ(verify().memory, (Extents{region(9)}));
  const auto before = persister_->durable_epoch();
  EXPECT_GT(persist_in_full(), before);
  EXPECT_TRUE(verify().memory.empty());
  persister_->stop();
  observer::VolumeMemory memory(kVolumeBytes);
  const auto store = BackingStore::open(disk_, identity());
  store->load(std::as_writable_bytes(memory.words({0, kVolumeBytes})));
  EXPECT_EQ(memory, volume_.memory);
}

TEST_F(VerificationTest, a_store_that_has_failed__is_not_verified) {
  start();
  disk_->fail_at(disk_->step_count());
  client_->write(region(0), 1);
  EXPECT_EQ(observer::failure_code([&] { verify(); }), "store_failed");
  EXPECT_EQ(observer::failure_code([&] { verify(); }), "store_failed");
  EXPECT_EQ(observer::failure_code([&] { persist_in_full(); }), "store_failed");
}

TEST_F(VerificationTest, stopped_while_it_verifies__who_waits_is_told) {
  start();
  std::atomic<int> answers{0};
  for (int i = 0; i < 20; ++i) {
    persister_->verify({.first = 0, .count = kRegions}, [&](const auto&) { ++answers; });
  }
  persister_->stop();
  EXPECT_EQ(answers, 20);
}

// Before the store is used: the scrubbing thread reads it from the first moment on.
TEST_F(VerificationTest, scrub__finds_damage_and_tells_of_it_once_until_it_is_mended) {
  start();
  persister_->stop();
  damage_image(7 * kRegionBytes);
  auto again = std::make_shared<SimulatedDisk>(disk_->contents());
  persister_ = std::make_unique<Persister>(
      LiveMemory{volume_.memory.bytes()}, volume_.observer.persistence(kVolume),
      BackingStore::open(again, identity()),
      DurabilityOptions{.mode = DurabilityMode::kBarrier,
                        .scrub_bytes_per_second = std::uint64_t{1} << 40},
      PersistObservers{.on_failure = {},
                       .on_commit = {},
                       .on_stall = {},
                       .on_damage = [this](const std::string&) { ++damages_; }});
  ASSERT_TRUE(eventually([&] { return persister_->status().scrub.passes >= 3; }));
  auto scrub = persister_->status().scrub;
  EXPECT_EQ(scrub.damaged_bytes, kRegionBytes);
  EXPECT_GE(scrub.bytes_compared, 3 * kVolumeBytes);
  EXPECT_EQ(damages_, 1);
  persist_in_full();
  const auto passes = persister_->status().scrub.passes;
  ASSERT_TRUE(eventually([&] { return persister_->status().scrub.passes >= passes + 2; }));
  EXPECT_EQ(persister_->status().scrub.damaged_bytes, 0U);
  EXPECT_EQ(damages_, 1);
}

TEST_F(VerificationTest, scrub__flushes_go_on_meanwhile) {
  start({.mode = DurabilityMode::kBarrier, .scrub_bytes_per_second = std::uint64_t{1} << 40});
  for (std::uint64_t value = 1; value < 50; ++value) {
    client_->write(region(value), value * 3);
    persister_->flush();
  }
  EXPECT_EQ(persister_->status().scrub.damaged_bytes, 0U);
}

}  // namespace

}  // namespace memvol::persistence
