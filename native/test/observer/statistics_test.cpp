// What a volume's statistics say, and how much memory they take.
#include "observer/statistics.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include "observer_fixture.hpp"

namespace memvol::observer {
namespace {

using observation::OperationType;
using observation::Record;

constexpr auto kWrite = static_cast<std::size_t>(OperationType::kWrite);

const NamedTraffic* find(const std::vector<NamedTraffic>& all, const std::string& name) {
  for (const auto& named : all) {
    if (named.name == name) return &named;
  }
  return nullptr;
}

TEST(VolumeStatistics, traffic__is_of_live_sessions_and_of_those_that_ended) {
  ObservedVolume volume(20 * kRegionBytes);
  auto live = volume.client({.mode = Mode::kImmediate, .name = "a"});
  live.write(region(1), 1);
  auto ended = volume.client({.mode = Mode::kMessage, .name = "a", .interface = "tcp ::1"});
  ended.write(region(2, 2), 1);
  ended.leave();
  auto other = volume.client({.mode = Mode::kImmediate, .name = "b"});
  other.write({0, 512}, 1);
  const auto statistics = volume.statistics();
  EXPECT_EQ(statistics.traffic[kWrite].operations, 3U);
  EXPECT_EQ(statistics.traffic[kWrite].bytes, 3 * kRegionBytes + 512);
  EXPECT_GT(statistics.traffic[kWrite].last_seen,
            std::chrono::system_clock::now() - std::chrono::minutes(1));
  EXPECT_EQ(statistics.traffic[0].last_seen, SystemTime{});
  ASSERT_EQ(statistics.clients.size(), 2U);
  EXPECT_EQ(find(statistics.clients, "a")->sessions, 1U);
  EXPECT_EQ(find(statistics.clients, "a")->traffic[kWrite].operations, 2U);
  EXPECT_EQ(find(statistics.clients, "b")->traffic[kWrite].bytes, 512U);
  ASSERT_EQ(statistics.interfaces.size(), 2U);
  EXPECT_EQ(find(statistics.interfaces, "tcp ::1")->sessions, 0U);
  EXPECT_EQ(find(statistics.interfaces, "tcp ::1")->traffic[kWrite].operations, 1U);
}

TEST(VolumeStatistics, clients__beyond_the_limit_are_together) {
  ObservedVolume volume(kRegionBytes);
  for (std::size_t i = 0; i < kClientsMax + 10; ++i) {
    auto client = volume.client({.mode = Mode::kImmediate, .name = "client " + std::to_string(i)});
    client.write({0, 8}, i);
    client.leave();
  }
  const auto statistics = volume.statistics();
  EXPECT_EQ(statistics.clients.size(), kClientsMax + 1);
  EXPECT_EQ(find(statistics.clients, "")->traffic[kWrite].operations, 10U);
  EXPECT_EQ(statistics.traffic[kWrite].operations, kClientsMax + 10);
}

TEST(VolumeStatistics, cells__are_equal_shares_of_the_regions) {
  ObservedVolume volume(1000 * kRegionBytes);
  auto client = volume.client(Mode::kMessage);
  client.write(region(3, 2), 1);
  const Record read{.type = OperationType::kRead, .operations = 5, .extent = region(996, 4)};
  client.session().act_on_records({&read, 1});
  const auto statistics = volume.statistics();
  EXPECT_EQ(statistics.cell_regions, 4U);
  ASSERT_EQ(statistics.cells.size(), 250U);
  ASSERT_EQ(statistics.cells_dirty.size(), 250U);
  EXPECT_EQ(statistics.cells[0].operations[kWrite], 1U);
  EXPECT_EQ(statistics.cells[1].operations[kWrite], 1U);
  EXPECT_EQ(statistics.cells[2].operations[kWrite], 0U);
  EXPECT_EQ(statistics.cells[249].operations[0], 5U);
  EXPECT_EQ(statistics.cells_dirty[0], 1U);
  EXPECT_EQ(statistics.cells_dirty[1], 1U);
  EXPECT_EQ(statistics.cells_dirty[249], 0U);
}

TEST(VolumeStatistics, cells__are_never_more_than_the_most) {
  for (const std::uint64_t regions : {1U, 255U, 256U, 257U, 511U, 513U, 5000U}) {
    ObservedVolume volume(regions * kRegionBytes);
    auto client = volume.client(Mode::kImmediate);
    client.write(region(regions - 1), 1);
    const auto statistics = volume.statistics();
    EXPECT_LE(statistics.cells.size(), kCellCountMax);
    EXPECT_GE(statistics.cells.size(), std::min<std::uint64_t>(regions, kCellCountMax / 2));
    EXPECT_EQ(statistics.cells.back().operations[kWrite], 1U);
    EXPECT_EQ(statistics.cells_dirty.back(), 1U);
  }
}

TEST(VolumeStatistics, points__say_how_much_is_dirty_since) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  client.write(region(1, 3), 1);
  const auto before = std::chrono::system_clock::now();
  volume.mark("a");
  client.write(region(3, 3), 1);
  const auto statistics = volume.statistics("a");
  ASSERT_EQ(statistics.points.size(), 2U);
  EXPECT_EQ(statistics.points[0].name, kCreationPoint);
  EXPECT_EQ(statistics.points[0].dirty_regions, 5U);
  EXPECT_LE(statistics.points[0].since, before);
  EXPECT_EQ(statistics.points[1].name, "a");
  EXPECT_EQ(statistics.points[1].dirty_regions, 3U);
  EXPECT_GE(statistics.points[1].since, before);
  EXPECT_EQ(statistics.cells_dirty[1], 0U);
  EXPECT_EQ(statistics.cells_dirty[3], 1U);
}

TEST(VolumeStatistics, memory_bytes__is_at_most_a_thousandth_and_does_not_grow) {
  constexpr std::uint64_t kRegion = 16384;
  constexpr std::uint64_t kSize = std::uint64_t{1} << 30;
  // Never looked at, so it takes no memory itself.
  void* reserved = ::mmap(nullptr, kSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(reserved, MAP_FAILED);
  const auto* memory = static_cast<const std::byte*>(reserved);
  Observer observer(patient_options());
  observer.add_volume("large", {memory, kSize}, kRegion);
  observer.add_volume("small", {memory, kRegion}, kRegion);
  const auto memory_bytes = [&](const char* volume) {
    return observer.statistics(volume, kCreationPoint).memory_bytes;
  };
  const auto large = memory_bytes("large");
  EXPECT_LE(large, kSize / 1000);
  EXPECT_LE(large - memory_bytes("small"), kSize / kRegion * 10 + sizeof(Cell) * kCellCountMax);
  for (int i = 0; i < 200; ++i) {
    observer.mark_point("large", "a");
    const auto session = observer.open_session("large",
                                               {.session_id = std::to_string(i),
                                                .client = std::to_string(i),
                                                .interface = std::to_string(i),
                                                .range = {0, kSize},
                                                .may_write = false,
                                                .mode = Mode::kImmediate},
                                               {});
  }
  EXPECT_EQ(memory_bytes("large"), large);
  ::munmap(reserved, kSize);
}

}  // namespace
}  // namespace memvol::observer
