// Writes that nobody tells of: when, and by what, they are found.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include "observer_fixture.hpp"

namespace memvol::observer {
namespace {

using observation::Phase;
using std::chrono::milliseconds;

ObserverOptions with_silence_timeout(milliseconds timeout) {
  ObserverOptions options = patient_options();
  options.silence_timeout = timeout;
  return options;
}

TEST(Unannounced, mode_hash__is_found_at_the_next_interval) {
  ObserverOptions options = patient_options();
  options.hash_interval = milliseconds(5);
  ObservedVolume volume(20 * kRegionBytes, options);
  auto client = volume.client({.mode = Mode::kHash, .range = region(5, 10)});
  for (std::uint64_t round = 1; round <= 3; ++round) {
    client.write(region(5 + round), round);
    EXPECT_TRUE(eventually([&] { return volume.dirty() == Extents{region(6, round)}; }));
  }
  EXPECT_EQ(volume.statistics().regions_found_changed, 3U);
}

// Asks for a scan again as soon as one is over, as a client may that would hide a change.
class EndlessScans {
 public:
  EndlessScans(Observer& observer, std::string volume_id)
      : observer_(observer), volume_id_(std::move(volume_id)) {
    again();
  }

  // Before the observer ends.
  void stop() {
    stopping_ = true;
    while (!over_) std::this_thread::yield();
  }

 private:
  void again() {
    observer_.scan(volume_id_, {0, observer_.geometry(volume_id_).volume_size_bytes()},
                   [this](const Outcome<ScanResult>&) {
                     if (stopping_) {
                       over_ = true;
                     } else {
                       again();
                     }
                   });
  }

  Observer& observer_;
  const std::string volume_id_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> over_{false};
};

TEST(Unannounced, mode_hash__is_found_though_somebody_scans_without_end) {
  ObserverOptions options = patient_options();
  options.hash_interval = milliseconds(5);
  ObservedVolume volume(20 * kRegionBytes, options);
  VolumeMemory other(100 * kRegionBytes);
  volume.observer.add_volume("other", other.bytes(), kRegionBytes);
  auto client = volume.client({.mode = Mode::kHash, .range = region(5, 10)});
  EndlessScans scans(volume.observer, "other");
  client.write(region(7), 1);
  EXPECT_TRUE(eventually([&] { return volume.statistics().regions_found_changed == 1; }));
  scans.stop();
  volume.observer.remove_volume("other");
}

TEST(Unannounced, end_without_farewell__is_compared_though_somebody_scans_without_end) {
  ObservedVolume volume(20 * kRegionBytes);
  VolumeMemory other(100 * kRegionBytes);
  volume.observer.add_volume("other", other.bytes(), kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .range = region(5, 10)});
  EndlessScans scans(volume.observer, "other");
  volume.memory.fill(region(8), 1);
  client.session().end();
  EXPECT_TRUE(eventually([&] { return volume.statistics().regions_found_changed == 1; }));
  scans.stop();
  volume.observer.remove_volume("other");
}

TEST(Unannounced, mode_hash__only_what_its_session_can_write_is_looked_at) {
  ObserverOptions options = patient_options();
  options.hash_interval = milliseconds(1);
  ObservedVolume volume(20 * kRegionBytes, options);
  auto reader = volume.client({.mode = Mode::kHash, .may_write = false});
  auto writer = volume.client({.mode = Mode::kHash, .range = region(5, 10)});
  volume.memory.fill(volume.whole(), 1);
  EXPECT_TRUE(eventually([&] { return volume.statistics().regions_hashed >= 100; }));
  EXPECT_EQ(volume.dirty(), Extents{region(5, 10)});
}

TEST(Unannounced, mode_hash__is_compared_at_its_end) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kHash, .range = region(5, 10)});
  client.write(region(7), 1);
  client.leave();
  EXPECT_EQ(volume.dirty(), Extents{region(7)});
}

TEST(Unannounced, mode_hash__idle_when_its_sessions_are_gone) {
  ObserverOptions options = patient_options();
  options.hash_interval = milliseconds(1);
  ObservedVolume volume(4 * kRegionBytes, options);
  volume.client(Mode::kHash).leave();
  volume.dirty();
  const auto hashed = volume.statistics().regions_hashed;
  // A point is as good as any way to see the thread get through what it might have to do.
  for (int i = 0; i < 20; ++i) {
    volume.mark("p");
    std::this_thread::yield();
  }
  EXPECT_EQ(volume.statistics().regions_hashed, hashed);
}

TEST(Unannounced, mode_none__is_left_alone) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kNone);
  client.write(region(1), 1);
  client.session().end();
  EXPECT_EQ(volume.dirty(), Extents{});
  EXPECT_EQ(volume.statistics().regions_hashed, 0U);
}

TEST(Unannounced, end_without_farewell__is_compared) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .range = region(5, 10)});
  client.write(region(6), 1);
  volume.memory.fill(region(8), 1);
  client.session().end();
  EXPECT_EQ(volume.dirty(), (Extents{region(6), region(8)}));
  // Region 6 was dirty for every point.
  EXPECT_EQ(volume.statistics().regions_hashed, 9U);
}

TEST(Unannounced, end_by_the_last_pointer__is_compared) {
  ObservedVolume volume(4 * kRegionBytes);
  {
    auto client = volume.client(Mode::kScratch);
    volume.memory.fill(region(2), 1);
  }
  EXPECT_EQ(volume.dirty(), Extents{region(2)});
}

TEST(Unannounced, end_of_a_reader__is_not_compared) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kImmediate, .may_write = false});
  client.session().end();
  EXPECT_EQ(volume.dirty(), Extents{});
  EXPECT_EQ(volume.statistics().regions_hashed, 0U);
}

TEST(Unannounced, farewell_with_the_wrong_count__is_compared) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  client.write(region(0), 1);
  volume.memory.fill(region(2), 1);
  client.session().act_on_farewell({.told = {.done = 2}});
  client.session().end();
  EXPECT_EQ(volume.dirty(), (Extents{region(0), region(2)}));
}

TEST(Unannounced, farewell_before_the_last_notification__is_believed) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  client.session().act_on_farewell({.told = {.done = 1}});
  client.write(region(0), 1);
  client.session().end();
  EXPECT_EQ(volume.dirty(), Extents{region(0)});
  EXPECT_EQ(volume.statistics().regions_hashed, 0U);
}

TEST(Unannounced, refused_announcements__are_compared_in_spite_of_a_farewell) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .range = region(5, 10)});
  volume.memory.fill(region(8), 1);
  const auto outside = Client::message({.extent = {10 * kRegionBytes, 1}, .bytes = 1});
  client.session().act_on_message(outside);
  client.session().act_on_farewell({});
  client.session().end();
  EXPECT_EQ(volume.dirty(), Extents{region(8)});
  EXPECT_EQ(volume.statistics().refused, 1U);
}

TEST(Unannounced, changing_at_the_end__counts_as_changed) {
  ObservedVolume volume(4 * kRegionBytes);
  volume.mark("a");
  auto client = volume.client({.mode = Mode::kMessage, .announces_before = true});
  client.tell(client.record(region(2), Phase::kBefore));
  client.leave();
  EXPECT_EQ(volume.take("a"), Extents{region(2)});
  EXPECT_EQ(volume.dirty("a"), Extents{});
}

TEST(Unannounced, changing__is_dirty_and_stays_so_until_done_and_taken) {
  ObservedVolume volume(4 * kRegionBytes);
  volume.mark("a");
  auto client = volume.client({.mode = Mode::kMessage, .announces_before = true});
  client.tell(client.record(region(2), Phase::kBefore));
  EXPECT_EQ(volume.dirty("a"), Extents{region(2)});
  EXPECT_EQ(volume.take("a"), Extents{region(2)});
  EXPECT_EQ(volume.take("a"), Extents{region(2)});
  client.tell(client.record(region(2), Phase::kAfter));
  EXPECT_EQ(volume.take("a"), Extents{region(2)});
  EXPECT_EQ(volume.take("a"), Extents{});
}

TEST(Unannounced, silence__is_compared_after_the_timeout_again_and_again) {
  ObservedVolume volume(20 * kRegionBytes, with_silence_timeout(milliseconds(10)));
  auto client = volume.client({.mode = Mode::kImmediate, .range = region(5, 10)});
  for (std::uint64_t round = 1; round <= 3; ++round) {
    volume.memory.fill(region(5 + round), round);
    EXPECT_TRUE(eventually([&] { return volume.dirty() == Extents{region(6, round)}; }));
  }
}

TEST(Unannounced, silence__of_one_that_cannot_write_is_nothing_to_look_at) {
  ObservedVolume volume(4 * kRegionBytes, with_silence_timeout(milliseconds(1)));
  auto reader = volume.client({.mode = Mode::kImmediate, .range = region(0), .may_write = false});
  auto unobserved = volume.client({.mode = Mode::kNone, .range = region(1)});
  auto writer = volume.client({.mode = Mode::kImmediate, .range = region(2)});
  volume.memory.fill(volume.whole(), 1);
  EXPECT_TRUE(eventually([&] { return volume.statistics().regions_found_changed > 0; }));
  EXPECT_EQ(volume.dirty(), Extents{region(2)});
}

}  // namespace
}  // namespace memvol::observer
