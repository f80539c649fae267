// A store that hangs: nobody waits for it for ever, nothing is called kept that is not, and when
// it goes on all is as before.
#include <atomic>

#include "../observer/observer_fixture.hpp"
#include "hanging_directory.hpp"
#include "persistence/persister.hpp"
#include "simulated_disk.hpp"

namespace memvol::persistence {

namespace {

using observation::Mode;
using observer::eventually;
using observer::kVolume;

constexpr std::uint64_t kVolumeBytes = 4 * observer::kRegionBytes;

StoreIdentity identity() {
  return {.name = "v",
          .volume_id = "the volume's id",
          .geometry = observation::Geometry(kVolumeBytes, observer::kRegionBytes)};
}

class StallTest : public testing::Test {
 protected:
  StallTest() {
    make_persister({.mode = DurabilityMode::kSync, .store_timeout = std::chrono::milliseconds(30)});
  }
  // Threads that were left behind end.
  ~StallTest() override {
    directory_->go_on();
    persister_.reset();
    EXPECT_TRUE(eventually([this] { return released_.load(); }));
  }

  void make_persister(const DurabilityOptions& options) {
    persister_ = std::make_unique<Persister>(
        LiveMemory{.bytes = volume_.memory.bytes(), .owner = owner()},
        volume_.observer.persistence(kVolume), BackingStore::create(directory_, identity()),
        options,
        PersistObservers{
            .on_failure = [this](const Failure&) { ++failures_; },
            .on_commit = {},
            .on_stall = [this](const auto& why) { why ? ++stalls_ : ++resumptions_; }});
  }

  std::shared_ptr<const void> owner() {
    return {this, [this](const void*) { released_ = true; }};
  }

  // Returns once the store hangs, with a write that is not kept.
  void hang() {
    directory_->hang();
    volume_.client(Mode::kImmediate).write({0, 8}, ++value_);
    request_ = persister_->request();
    ASSERT_TRUE(eventually([this] {
      persister_->watch();
      return stalls_ == 1;
    }));
  }

  std::shared_ptr<SimulatedDisk> disk_ = std::make_shared<SimulatedDisk>();
  std::shared_ptr<HangingDirectory> directory_ = std::make_shared<HangingDirectory>(disk_);
  // Whether nobody uses the memory any more.
  std::atomic<bool> released_{false};
  observer::ObservedVolume volume_{kVolumeBytes};
  std::atomic<int> failures_{0};
  std::atomic<int> stalls_{0};
  std::atomic<int> resumptions_{0};
  std::uint64_t value_ = 0;
  std::uint64_t request_ = 0;
  std::unique_ptr<Persister> persister_;
};

TEST_F(StallTest, a_store_that_hangs__is_told_once_and_acknowledges_nothing) {
  hang();
  persister_->watch();
  EXPECT_EQ(stalls_, 1);
  EXPECT_FALSE(persister_->is_committed(request_));
  EXPECT_EQ(persister_->durable_epoch(), 0U);
  const auto status = persister_->status();
  EXPECT_FALSE(status.failure.has_value());
  ASSERT_TRUE(status.stall.has_value());
  EXPECT_NE(status.stall->find("sync of disk/v.journal"), std::string::npos) << *status.stall;
}

TEST_F(StallTest, who_waits_for_it__is_told_that_it_hangs) {
  hang();
  std::atomic<int> stalled{0};
  const auto count = [&](const Outcome<std::uint64_t>& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    if (failure != nullptr && failure->code() == "store_stalled") ++stalled;
  };
  persister_->flush(count);
  persister_->flush_to_image(count);
  persister_->persist_in_full(count);
  persister_->verify({.first = 0, .count = 1}, [&](const Outcome<VerifyResult>& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    if (failure != nullptr && failure->code() == "store_stalled") ++stalled;
  });
  EXPECT_EQ(stalled, 0);
  persister_->watch();
  EXPECT_EQ(stalled, 4);
}

TEST_F(StallTest, when_it_goes_on__all_is_as_before) {
  hang();
  directory_->go_on();
  ASSERT_TRUE(eventually([this] { return persister_->is_committed(request_); }));
  ASSERT_TRUE(eventually([this] {
    persister_->watch();
    return resumptions_ == 1;
  }));
  EXPECT_FALSE(persister_->status().stall.has_value());
  EXPECT_GE(persister_->flush(), 1U);
  EXPECT_EQ(failures_, 0);
}

TEST_F(StallTest, the_end__does_not_wait_for_it) {
  hang();
  EXPECT_EQ(observer::failure_code([this] { persister_->stop(); }), "store_stalled");
  persister_.reset();
  EXPECT_FALSE(released_);
  directory_->go_on();
  ASSERT_TRUE(eventually([this] { return released_.load(); }));
  // What it was asked for before it hung is kept; nobody was told.
  EXPECT_EQ(BackingStore::open(disk_, identity())->epoch(), 1U);
  EXPECT_EQ(failures_, 0);
}

TEST_F(StallTest, stopped_again_when_it_went_on__the_store_is_given_back) {
  hang();
  EXPECT_EQ(observer::failure_code([this] { persister_->stop(); }), "store_stalled");
  directory_->go_on();
  EXPECT_NE(persister_->stop(), nullptr);
}

}  // namespace

}  // namespace memvol::persistence
