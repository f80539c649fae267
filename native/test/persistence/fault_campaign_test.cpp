// Each call that a store makes of its disk fails once, in each way it can, and all is well again
// after it: what a second try would hide. Whatever is left is one committed epoch, and none that
// was acknowledged is lost, though the disk forgets what it never synced.
#include <cerrno>
#include <map>

#include "../observer/observer_fixture.hpp"
#include "persistence/persister.hpp"
#include "simulated_disk.hpp"

namespace memvol::persistence {

namespace {

using observation::Mode;
using observer::kVolume;
using observer::VolumeMemory;
using Arrives = DiskFault::Arrives;

constexpr std::uint64_t kRegionBytes = observer::kRegionBytes;
constexpr std::uint64_t kRegions = 8;
constexpr std::uint64_t kVolumeBytes = kRegions * kRegionBytes;
constexpr int kSamples = 6;

StoreIdentity identity() {
  return {.name = "v",
          .volume_id = "the volume's id",
          .geometry = observation::Geometry(kVolumeBytes, kRegionBytes)};
}

// Of calls that a store makes when it is used; the others belong to its beginning.
const std::vector<DiskFault>& ways() {
  static const std::vector<DiskFault> ways{
      {.call = DiskCall::kWrite, .number = EIO, .arrives = Arrives::kNothing},
      {.call = DiskCall::kWrite, .number = EIO, .arrives = Arrives::kHalf},
      {.call = DiskCall::kWrite, .number = EIO, .arrives = Arrives::kAll},
      {.call = DiskCall::kWrite, .number = ENOSPC, .arrives = Arrives::kNothing},
      {.call = DiskCall::kWrite, .number = ENOSPC, .arrives = Arrives::kHalf},
      {.call = DiskCall::kRead},
      {.call = DiskCall::kSync},
      {.call = DiskCall::kSync, .number = ENOSPC},
      {.call = DiskCall::kSize},
      {.call = DiskCall::kInPlace},
      {.call = DiskCall::kInPlace, .number = 0},
  };
  return ways;
}

// What a volume held when it was asked to be kept, by epoch.
using Epochs = std::map<std::uint64_t, VolumeMemory>;

// A volume that is written to and flushed, until its store fails.
class Campaign {
 public:
  explicit Campaign(const std::shared_ptr<SimulatedDisk>& disk)
      : disk_(disk),
        store_(BackingStore::create(disk, identity())),
        persister_({volume_.memory.bytes()}, volume_.observer.persistence(kVolume),
                   std::move(store_), {.mode = DurabilityMode::kBarrier},
                   {.on_failure = [this](const Failure&) { ++failures_; },
                    .on_commit = {},
                    .on_stall = {},
                    .on_damage = {}}) {
    epochs_.emplace(0, volume_.memory);
  }

  // Returns whether the store has failed.
  bool run(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    auto client = volume_.client(Mode::kImmediate);
    for (std::uint64_t value = 1; value <= 6; ++value) {
      for (int i = 0; i < 3; ++i) {
        client.write({random() % kRegions * kRegionBytes, kRegionBytes}, value);
      }
      // Before: it may be kept though the call fails.
      epochs_.insert_or_assign(acknowledged_ + 1, volume_.memory);
      if (!flush(value % 3 == 0)) return true;
    }
    return false;
  }

  // A failure is final, though the disk is well.
  void check_final() {
    EXPECT_TRUE(persister_.status().failure.has_value());
    EXPECT_EQ(observer::failure_code([&] { persister_.flush(); }), "store_failed");
    EXPECT_EQ(persister_.durable_epoch(), acknowledged_);
    persister_.stop();
    EXPECT_EQ(failures_, 1);
  }

  // Whatever the disk has forgotten.
  void check_recovery(std::mt19937_64& random) {
    persister_.stop();
    for (int sample = 0; sample < kSamples; ++sample) {
      const auto contents = disk_->crashed(disk_->step_count(), forgetful(random));
      check_recovered(contents);
    }
    check_recovered(disk_->contents());
  }

  const Epochs& epochs() const { return epochs_; }

 private:
  bool flush(bool to_image) {
    try {
      const auto epoch = to_image ? persister_.flush_to_image() : persister_.flush();
      acknowledged_ = epoch;
      return true;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), "store_failed");
      // Published, if it failed only when the image was written.
      acknowledged_ = persister_.durable_epoch();
      return false;
    }
  }

  void check_recovered(const Contents& contents) const {
    const auto store = BackingStore::open(std::make_shared<SimulatedDisk>(contents), identity());
    VolumeMemory memory(kVolumeBytes);
    store->load(std::as_writable_bytes(memory.words({0, kVolumeBytes})));
    EXPECT_GE(store->epoch(), acknowledged_);
    const auto expected = epochs_.find(store->epoch());
    ASSERT_NE(expected, epochs_.end()) << store->epoch();
    EXPECT_TRUE(memory == expected->second) << "a mix";
  }

  std::shared_ptr<SimulatedDisk> disk_;
  observer::ObservedVolume volume_{kVolumeBytes};
  std::unique_ptr<BackingStore> store_;
  std::atomic<int> failures_{0};
  Persister persister_;
  Epochs epochs_;
  std::uint64_t acknowledged_ = 0;
};

TEST(FaultCampaign, each_call_in_use_fails_once__one_epoch_and_none_lost) {
  std::mt19937_64 random(30);
  for (const DiskFault& way : ways()) {
    std::size_t failed = 0;
    for (std::size_t at = 0;; ++at) {
      const auto disk = std::make_shared<SimulatedDisk>();
      Campaign campaign(disk);
      disk->settle();
      auto fault = way;
      fault.at = at;
      disk->fail_once(fault);
      const bool has_failed = campaign.run(at);
      SCOPED_TRACE("call " + std::to_string(static_cast<int>(way.call)) + " error " +
                   std::to_string(way.number) + " at " + std::to_string(at));
      ASSERT_EQ(has_failed, disk->has_failed());
      if (has_failed) campaign.check_final();
      campaign.check_recovery(random);
      if (testing::Test::HasFailure() || !has_failed) break;
      ++failed;
    }
    ASSERT_GT(failed, 0U) << "never asked: " << static_cast<int>(way.call);
  }
}

TEST(FaultCampaign, each_call_of_a_recovery_fails_once__the_next_one_recovers) {
  std::mt19937_64 random(31);
  const auto disk = std::make_shared<SimulatedDisk>();
  Campaign campaign(disk);
  disk->settle();
  ASSERT_FALSE(campaign.run(7));
  const auto contents = disk->contents();
  auto all = ways();
  all.push_back({.call = DiskCall::kOpen});
  for (const DiskFault& way : all) {
    for (std::size_t at = 0;; ++at) {
      const auto again = std::make_shared<SimulatedDisk>(contents);
      auto fault = way;
      fault.at = at;
      again->fail_once(fault);
      VolumeMemory memory(kVolumeBytes);
      const auto code = observer::failure_code([&] {
        const auto store = BackingStore::open(again, identity());
        store->load(std::as_writable_bytes(memory.words({0, kVolumeBytes})));
      });
      ASSERT_EQ(code, again->has_failed() ? "store_failed" : "");
      const auto left = again->crashed(again->step_count(), forgetful(random));
      const auto store = BackingStore::open(std::make_shared<SimulatedDisk>(left), identity());
      store->load(std::as_writable_bytes(memory.words({0, kVolumeBytes})));
      ASSERT_TRUE(memory == campaign.epochs().at(store->epoch()));
      ASSERT_EQ(store->epoch(), campaign.epochs().rbegin()->first);
      if (code.empty()) break;
    }
  }
}

TEST(FaultCampaign, each_call_of_a_creation_fails_once__no_file_is_left) {
  auto all = ways();
  all.push_back({.call = DiskCall::kCreate});
  all.push_back({.call = DiskCall::kSyncDirectory});
  all.push_back({.call = DiskCall::kAllocate, .number = ENOSPC});
  all.push_back({.call = DiskCall::kResize});
  for (const DiskFault& way : all) {
    for (std::size_t at = 0;; ++at) {
      const auto disk = std::make_shared<SimulatedDisk>();
      auto fault = way;
      fault.at = at;
      disk->fail_once(fault);
      const auto code = observer::failure_code([&] { BackingStore::create(disk, identity()); });
      ASSERT_EQ(code, disk->has_failed() ? "store_failed" : "");
      if (code.empty()) break;
      EXPECT_TRUE(disk->contents().empty()) << static_cast<int>(way.call) << " at " << at;
      BackingStore::create(disk, identity());
    }
  }
}

}  // namespace

}  // namespace memvol::persistence
