// Volumes, points, scans: what an observer promises whoever does the writing.
#include "observer/observer.hpp"

#include <gtest/gtest.h>
#include <time.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "observer_fixture.hpp"

namespace memvol::observer {
namespace {

TEST(Observer, dirty__nothing_in_a_new_volume) {
  ObservedVolume volume(10 * kRegionBytes + 100);
  EXPECT_EQ(volume.dirty(), Extents{});
  EXPECT_EQ(volume.observer.scan(kVolume, volume.whole()).changed, Extents{});
}

TEST(Observer, dirty__merges_what_touches) {
  ObservedVolume volume(10 * kRegionBytes + 100);
  auto client = volume.client(Mode::kImmediate);
  client.write({5 * kRegionBytes - 8, 16}, 1);
  client.write(region(6), 1);
  client.write({10 * kRegionBytes, 100}, 1);
  EXPECT_EQ(volume.dirty(), (Extents{region(4, 3), {10 * kRegionBytes, 100}}));
}

TEST(Observer, points__each_has_a_view_of_its_own) {
  ObservedVolume volume(10 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  client.write(region(1), 1);
  volume.mark("a");
  EXPECT_EQ(volume.dirty("a"), Extents{});
  client.write(region(2), 1);
  volume.mark("b");
  client.write(region(3), 1);
  EXPECT_EQ(volume.take("a"), (Extents{region(2, 2)}));
  EXPECT_EQ(volume.dirty("a"), Extents{});
  EXPECT_EQ(volume.dirty("b"), (Extents{region(3)}));
  EXPECT_EQ(volume.dirty(), (Extents{region(1, 3)}));
  volume.mark("b");
  EXPECT_EQ(volume.dirty("b"), Extents{});
}

TEST(Observer, points__one_that_is_made_again_starts_clean) {
  ObservedVolume volume(10 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  volume.mark("a");
  client.write(region(1), 1);
  EXPECT_TRUE(volume.observer.unmark_point(kVolume, "a"));
  EXPECT_FALSE(volume.observer.unmark_point(kVolume, "a"));
  volume.mark("b");
  EXPECT_EQ(volume.dirty("b"), Extents{});
}

TEST(Observer, points__limit_and_names) {
  ObservedVolume volume(kRegionBytes);
  for (std::size_t i = 0; i < kPointsMax; ++i) volume.mark(std::to_string(i));
  EXPECT_EQ(failure_code([&] { volume.mark("more"); }), "point_limit");
  volume.mark("3");
  EXPECT_TRUE(volume.observer.unmark_point(kVolume, "5"));
  volume.mark("more");
  EXPECT_EQ(failure_code([&] { volume.dirty("5"); }), "point_not_found");
  EXPECT_EQ(failure_code([&] { volume.take("5"); }), "point_not_found");
  EXPECT_EQ(failure_code([&] { volume.statistics("5"); }), "point_not_found");
  EXPECT_EQ(failure_code([&] { volume.mark(kCreationPoint); }), "usage");
  EXPECT_EQ(failure_code([&] { volume.take(kCreationPoint); }), "usage");
  EXPECT_EQ(failure_code([&] { volume.observer.unmark_point(kVolume, kCreationPoint); }), "usage");
}

TEST(Observer, volumes__must_be_there) {
  Observer observer(patient_options());
  EXPECT_EQ(failure_code([&] { observer.dirty("x", kCreationPoint); }), "volume_not_found");
  EXPECT_EQ(failure_code([&] { observer.mark_point("x", "p"); }), "volume_not_found");
  EXPECT_EQ(failure_code([&] { observer.scan("x", {0, 1}); }), "volume_not_found");
  EXPECT_EQ(failure_code([&] { observer.open_session("x", {}, {}); }), "volume_not_found");
  observer.remove_volume("x");
  const VolumeMemory memory(kRegionBytes);
  EXPECT_EQ(failure_code([&] { observer.add_volume("x", memory.bytes(), 1000); }), "range_invalid");
}

TEST(Observer, scan__finds_what_nobody_told_of_and_marks_it_for_every_point) {
  ObservedVolume volume(20 * kRegionBytes + 100);
  volume.mark("a");
  volume.memory.fill({3 * kRegionBytes + 8, 8}, 1);
  volume.memory.fill({20 * kRegionBytes + 96, 4}, 1);
  EXPECT_EQ(volume.dirty("a"), Extents{});
  const Extents changed{region(3), {20 * kRegionBytes, 100}};
  const auto result = volume.observer.scan(kVolume, volume.whole());
  EXPECT_EQ(result.bytes_hashed, volume.whole().length_bytes);
  EXPECT_EQ(result.changed, changed);
  EXPECT_EQ(volume.dirty("a"), changed);
  EXPECT_EQ(volume.dirty(), changed);
  EXPECT_EQ(volume.statistics().regions_found_changed, 2U);
  EXPECT_EQ(volume.observer.scan(kVolume, volume.whole()).changed, Extents{});
}

TEST(Observer, scan__looks_at_whole_regions_of_the_extent_and_no_others) {
  ObservedVolume volume(20 * kRegionBytes);
  volume.memory.fill(volume.whole(), 1);
  const auto result = volume.observer.scan(kVolume, {3 * kRegionBytes + 5, kRegionBytes});
  EXPECT_EQ(result.bytes_hashed, 2 * kRegionBytes);
  EXPECT_EQ(result.changed, (Extents{region(3, 2)}));
  EXPECT_EQ(failure_code([&] {
              volume.observer.scan(kVolume, {20 * kRegionBytes - 1, 2});
            }),
            "range_invalid");
}

TEST(Observer, scan__regions_larger_than_a_step_are_hashed_wholly) {
  constexpr std::uint64_t kLarge = std::uint64_t{4} << 20;
  ObservedVolume volume(3 * kLarge + (3 << 20) + 8, patient_options(), kLarge);
  EXPECT_EQ(volume.observer.scan(kVolume, volume.whole()).changed, Extents{});
  volume.memory.fill({2 * kLarge - 8, 8}, 1);
  volume.memory.fill({3 * kLarge + (3 << 20), 8}, 1);
  EXPECT_EQ(volume.observer.scan(kVolume, volume.whole()).changed,
            (Extents{{kLarge, kLarge}, {3 * kLarge, (3 << 20) + 8}}));
}

TEST(Observer, take__later_unannounced_changes_are_found_against_it) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  volume.mark("a");
  client.write(region(1), 1);
  EXPECT_EQ(volume.take("a"), (Extents{region(1)}));
  // Back to what it was before it was taken.
  volume.memory.fill(region(1), 0);
  EXPECT_EQ(volume.observer.scan(kVolume, volume.whole()).changed, (Extents{region(1)}));
  EXPECT_EQ(volume.dirty("a"), (Extents{region(1)}));
}

TEST(Observer, mark_point__later_unannounced_changes_are_found_against_it) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  client.write(region(1), 1);
  volume.mark("a");
  volume.memory.fill(region(1), 0);
  volume.observer.scan(kVolume, volume.whole());
  EXPECT_EQ(volume.dirty("a"), (Extents{region(1)}));
}

TEST(Observer, remove_volume__ends_what_is_going_on) {
  ObserverOptions options = patient_options();
  options.hash_share = 0.001;
  Observer observer(options);
  std::atomic<int> removed{0};
  for (int round = 0; round < 2; ++round) {
    VolumeMemory memory(std::size_t{64} << 20);
    observer.add_volume(kVolume, memory.bytes(), kRegionBytes);
    std::thread scanner([&] {
      if (failure_code([&] {
            observer.scan(kVolume, {0, memory.size_bytes()});
          }) == "volume_not_found") {
        ++removed;
      }
    });
    EXPECT_TRUE(eventually(
        [&] { return observer.statistics(kVolume, kCreationPoint).regions_hashed > 0; }));
    observer.remove_volume(kVolume);
    // The memory goes now, as a device's would: a sanitizer sees who still looks at it.
    memory = VolumeMemory(0);
    scanner.join();
  }
  EXPECT_EQ(removed, 2);
}

TEST(Observer, answer__comes_on_the_observer_s_thread_and_nobody_waits) {
  ObservedVolume volume(4 * kRegionBytes);
  volume.memory.fill(region(1), 1);
  std::promise<void> go_on;
  volume.observer.scan(kVolume, volume.whole(),
                       [&](const Outcome<ScanResult>&) { go_on.get_future().wait(); });
  // The observer's thread is kept by the first answer: the others are begun only.
  std::vector<std::string> order;
  volume.observer.mark_point(kVolume, "a",
                             [&](const Outcome<Nothing>&) { order.emplace_back("mark"); });
  volume.observer.take(kVolume, "b", [&](const Outcome<Extents>& outcome) {
    order.push_back(std::get<Failure>(outcome).code());
  });
  std::promise<Extents> dirty;
  volume.observer.dirty(kVolume, kCreationPoint, [&](const Outcome<Extents>& outcome) {
    dirty.set_value(std::get<Extents>(outcome));
  });
  EXPECT_EQ(failure_code([&] { volume.observer.scan(kVolume, {}, {}); }), "range_invalid");
  EXPECT_TRUE(order.empty());
  go_on.set_value();
  EXPECT_EQ(dirty.get_future().get(), (Extents{region(1)}));
  EXPECT_EQ(order, (std::vector<std::string>{"mark", "point_not_found"}));
}

TEST(Observer, destroy__answers_what_is_not_over) {
  ObserverOptions options = patient_options();
  options.hash_share = 0.001;
  const VolumeMemory memory(std::size_t{64} << 20);
  std::vector<std::string> codes;
  {
    Observer observer(options);
    observer.add_volume(kVolume, memory.bytes(), kRegionBytes);
    for (int i = 0; i < 2; ++i) {
      observer.scan(kVolume, {0, memory.size_bytes()}, [&](const Outcome<ScanResult>& outcome) {
        codes.push_back(std::get<Failure>(outcome).code());
      });
    }
    EXPECT_TRUE(eventually(
        [&] { return observer.statistics(kVolume, kCreationPoint).regions_hashed > 0; }));
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"volume_not_found", "volume_not_found"}));
}

TEST(Observer, scan__keeps_to_its_share_of_a_core) {
  ObserverOptions options = patient_options();
  options.hash_share = 0.1;
  ObservedVolume volume(std::size_t{256} << 20, options, 65536);
  const auto process_cpu = [] {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto cpu = process_cpu();
  const auto start = std::chrono::steady_clock::now();
  volume.observer.scan(kVolume, volume.whole());
  const std::chrono::duration<double> worked = process_cpu() - cpu;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(worked / passed, 0.15);
}

}  // namespace
}  // namespace memvol::observer
