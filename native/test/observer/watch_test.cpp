// What those who watch a volume are told.
#include "observer/watch.hpp"

#include <gtest/gtest.h>

#include "observer_fixture.hpp"

namespace memvol::observer {
namespace {

using observation::OperationType;
using observation::Phase;
using observation::Record;

TEST(Watch, take__gives_what_was_done_and_by_whom) {
  ObservedVolume volume(20 * kRegionBytes);
  const auto watch = volume.observer.watch(kVolume, 100);
  auto client = volume.client({.mode = Mode::kImmediate, .range = region(5, 5), .name = "a"});
  client.write({6 * kRegionBytes + 8, 512}, 1);
  auto batch = watch->take();
  ASSERT_EQ(batch.events.size(), 1U);
  const Event& event = batch.events[0];
  EXPECT_EQ(event.kind, Event::Kind::kDone);
  EXPECT_EQ(event.type, OperationType::kWrite);
  EXPECT_EQ(event.extent, region(6));
  EXPECT_EQ(event.operations, 1U);
  EXPECT_EQ(event.bytes, 512U);
  EXPECT_EQ(event.session->client, "a");
  EXPECT_EQ(event.session->session_id, "session of a");
  EXPECT_GT(event.time, std::chrono::system_clock::now() - std::chrono::minutes(1));
  EXPECT_EQ(batch.operations_missed, 0U);
  EXPECT_TRUE(watch->take().events.empty());
}

TEST(Watch, take__tells_announced_and_done_with_extents_of_the_volume) {
  ObservedVolume volume(20 * kRegionBytes);
  const auto watch = volume.observer.watch(kVolume, 100);
  auto client =
      volume.client({.mode = Mode::kMessage, .range = region(5, 5), .announces_before = true});
  client.write({6 * kRegionBytes + 8, 512}, 1);
  const auto batch = watch->take();
  ASSERT_EQ(batch.events.size(), 2U);
  EXPECT_EQ(batch.events[0].kind, Event::Kind::kAnnounced);
  EXPECT_EQ(batch.events[1].kind, Event::Kind::kDone);
  for (const Event& event : batch.events) {
    EXPECT_EQ(event.extent, (Extent{6 * kRegionBytes + 8, 512}));
  }
}

TEST(Watch, take__tells_what_was_found) {
  ObservedVolume volume(20 * kRegionBytes);
  const auto watch = volume.observer.watch(kVolume, 100);
  volume.memory.fill(region(3, 2), 1);
  volume.observer.scan(kVolume, volume.whole());
  const auto batch = watch->take();
  ASSERT_EQ(batch.events.size(), 1U);
  EXPECT_EQ(batch.events[0].kind, Event::Kind::kFound);
  EXPECT_EQ(batch.events[0].extent, region(3, 2));
  EXPECT_EQ(batch.events[0].session, nullptr);
}

TEST(Watch, append__what_does_not_fit_is_counted) {
  ObservedVolume volume(20 * kRegionBytes);
  const auto slow = volume.observer.watch(kVolume, 3);
  const auto quick = volume.observer.watch(kVolume, 100);
  auto client = volume.client(Mode::kMessage);
  const Record record{.operations = 4, .extent = {0, 8}, .bytes = 32};
  for (int i = 0; i < 5; ++i) client.session().act_on_records({&record, 1});
  auto batch = slow->take();
  EXPECT_EQ(batch.events.size(), 3U);
  EXPECT_EQ(batch.operations_missed, 8U);
  EXPECT_EQ(quick->take().events.size(), 5U);
  client.session().act_on_records({&record, 1});
  batch = slow->take();
  EXPECT_EQ(batch.events.size(), 1U);
  EXPECT_EQ(batch.operations_missed, 0U);
}

TEST(Watch, watch__ends_with_its_last_pointer) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  auto watch = volume.observer.watch(kVolume, 100);
  const std::weak_ptr<Watch> weak = watch;
  watch.reset();
  client.write(region(1), 1);
  EXPECT_TRUE(weak.expired());
}

}  // namespace
}  // namespace memvol::observer
