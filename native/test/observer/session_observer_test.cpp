// What a session's announcements do, and which are refused.
#include "observer/session_observer.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "observer_fixture.hpp"

namespace memvol::observer {
namespace {

using observation::OperationType;
using observation::Phase;
using observation::Record;
using observation::Told;

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

std::uint32_t immediate_of(const ObservedVolume& volume, const Extent& extent) {
  return observation::ImmediateCodec(volume.observer.geometry(kVolume)).encode(extent).value();
}

void notify(Client& client, std::uint32_t immediate, std::size_t length_bytes = 0) {
  const ImmediateNotice notice{.immediate = immediate, .length_bytes = length_bytes};
  client.session().act_on_immediates({&notice, 1});
}

const TypeStatistics& writes(const Traffic& traffic) {
  return traffic[static_cast<std::size_t>(OperationType::kWrite)];
}

TEST(SessionObserver, immediates__count_and_mark) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  client.write({kRegionBytes + 8, 1024}, 1);
  client.write({kRegionBytes - 8, 24}, 1);
  const auto statistics = client.session().statistics();
  EXPECT_EQ(writes(statistics.traffic).operations, 2U);
  EXPECT_EQ(writes(statistics.traffic).bytes, 1048U);
  EXPECT_EQ(writes(statistics.traffic).sizes[10], 1U);
  EXPECT_EQ(writes(statistics.traffic).sizes[4], 1U);
  EXPECT_EQ(client.session().acted_on(), (Told{.done = 2}));
  EXPECT_EQ(volume.dirty(), Extents{region(0, 2)});
}

TEST(SessionObserver, immediates__of_unknown_length_count_their_regions) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  notify(client, immediate_of(volume, region(3, 1)));
  EXPECT_FALSE(volume.statistics().bytes_estimated);
  notify(client, immediate_of(volume, region(3, 3)));
  EXPECT_TRUE(volume.statistics().bytes_estimated);
  EXPECT_EQ(writes(volume.statistics().traffic).bytes, 4 * kRegionBytes);
}

TEST(SessionObserver, immediates__may_name_the_regions_at_the_edges_of_the_range) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(
      {.mode = Mode::kImmediate, .range = {5 * kRegionBytes + 100, 2 * kRegionBytes}});
  notify(client, immediate_of(volume, region(5, 3)));
  EXPECT_EQ(client.session().statistics().refused, 0U);
  notify(client, immediate_of(volume, region(4)));
  notify(client, immediate_of(volume, region(8)));
  notify(client, immediate_of(volume, region(7, 2)));
  EXPECT_EQ(client.session().statistics().refused, 3U);
  EXPECT_EQ(client.session().acted_on(), (Told{.done = 1}));
  EXPECT_EQ(volume.dirty(), Extents{region(5, 3)});
}

TEST(SessionObserver, immediates__without_meaning_are_refused) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(Mode::kImmediate);
  notify(client, 31);
  // Longer than the region that it names.
  notify(client, (immediate_of(volume, {0, 8192}) & (31U << 27)) | 3);
  EXPECT_EQ(client.session().statistics().refused, 2U);
  EXPECT_EQ(volume.dirty(), Extents{});
}

TEST(SessionObserver, records__outside_the_range_or_of_nothing_are_refused) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .range = region(5, 10)});
  const std::uint64_t length = 10 * kRegionBytes;
  const std::vector<Record> bad{
      {.extent = {0, 0}},
      {.extent = {0, length + 1}},
      {.extent = {length, 1}},
      {.extent = {length - 1, 2}},
      {.extent = {kMax, 1}},
      {.extent = {1, kMax}},
      {.extent = {kMax, kMax}},
      {.operations = 0, .extent = {0, 1}},
      {.phase = Phase::kBefore, .extent = {length, 1}},
  };
  client.session().act_on_records(bad);
  EXPECT_EQ(client.session().statistics().refused, bad.size());
  EXPECT_EQ(client.session().statistics().changing, 0U);
  EXPECT_EQ(client.session().acted_on(), Told{});
  EXPECT_EQ(volume.dirty(), Extents{});
  const Record whole{.extent = {0, length}, .bytes = length};
  client.session().act_on_records({&whole, 1});
  EXPECT_EQ(volume.dirty(), Extents{region(5, 10)});
}

TEST(SessionObserver, records__of_writes_by_one_that_may_not_are_refused) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .may_write = false});
  const std::vector<Record> records{{.type = OperationType::kRead, .extent = {0, 8}, .bytes = 8},
                                    {.type = OperationType::kWrite, .extent = {0, 8}, .bytes = 8},
                                    {.type = OperationType::kAtomic, .extent = {0, 8}, .bytes = 8}};
  client.session().act_on_records(records);
  notify(client, immediate_of(volume, region(0)));
  EXPECT_EQ(client.session().statistics().refused, 3U);
  EXPECT_EQ(client.session().acted_on(), (Told{.done = 1}));
  EXPECT_EQ(volume.dirty(), Extents{});
}

TEST(SessionObserver, announcements__in_modes_without_them_are_refused) {
  ObservedVolume volume(4 * kRegionBytes);
  for (const Mode mode : {Mode::kHash, Mode::kNone}) {
    auto client = volume.client(mode);
    const Record record{.extent = {0, 8}, .bytes = 8};
    client.session().act_on_records({&record, 1});
    client.session().act_on_message(Client::message(record));
    notify(client, immediate_of(volume, region(0)));
    EXPECT_EQ(client.session().act_on_ring(), 0U);
    EXPECT_EQ(client.session().statistics().refused, 3U);
  }
  EXPECT_EQ(volume.dirty(), Extents{});
}

TEST(SessionObserver, messages__that_are_no_notification_are_refused) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kMessage);
  std::vector<std::byte> bytes(observation::kMessageHeaderBytes);
  client.session().act_on_message(bytes);
  client.session().act_on_message({});
  observation::encode_acknowledgement({}, bytes);
  client.session().act_on_message(bytes);
  EXPECT_EQ(client.session().statistics().refused, 3U);
}

TEST(SessionObserver, messages__a_farewell_is_one) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kMessage);
  client.write(region(1), 1);
  std::vector<std::byte> bytes(observation::kMessageHeaderBytes);
  observation::encode_farewell({.told = client.told()}, bytes);
  client.session().act_on_message(bytes);
  client.session().end();
  EXPECT_EQ(volume.statistics().refused, 0U);
  EXPECT_EQ(volume.dirty(), Extents{region(1)});
  EXPECT_EQ(volume.statistics().regions_hashed, 0U);
}

TEST(SessionObserver, messages__any_bytes_reach_no_further_than_the_range) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .range = region(5, 10)});
  std::mt19937_64 random(11);
  for (int i = 0; i < 100'000; ++i) {
    auto bytes = Client::message(
        {.extent = {random() % (12 * kRegionBytes), random() % (12 * kRegionBytes)}, .bytes = 8});
    bytes[random() % bytes.size()] = static_cast<std::byte>(random());
    client.session().act_on_message(bytes);
  }
  EXPECT_GT(client.session().statistics().refused, 10'000U);
  EXPECT_EQ(volume.dirty(), Extents{region(5, 10)});
}

TEST(SessionObserver, ring__takes_what_is_there_and_publishes_its_head) {
  ObservedVolume volume(2000 * kRegionBytes);
  auto client = volume.client(Mode::kScratch);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    client.put(client.record(region(i), Phase::kAfter));
  }
  EXPECT_EQ(client.session().act_on_ring(), 1000U);
  EXPECT_EQ(client.ring_head(), 1000U);
  EXPECT_EQ(client.session().act_on_ring(), 0U);
  EXPECT_EQ(client.session().acted_on(), (Told{.done = 1000}));
  EXPECT_EQ(volume.dirty(), Extents{region(0, 1000)});
}

TEST(SessionObserver, ring__records_without_meaning_are_refused_and_taken) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kScratch);
  client.put({.extent = {5 * kRegionBytes, 1}});
  Record bad{.extent = {0, 1}};
  bad.type = static_cast<OperationType>(7);
  client.put(bad);
  EXPECT_EQ(client.session().act_on_ring(), 2U);
  EXPECT_EQ(client.session().statistics().refused, 2U);
  EXPECT_EQ(client.ring_head(), 2U);
}

TEST(SessionObserver, records__of_several_operations_count_by_their_mean_size) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client(Mode::kMessage);
  const Record record{.type = OperationType::kRead,
                      .operations = 32,
                      .extent = region(2, 3),
                      .bytes = std::uint64_t{32} * 512};
  client.session().act_on_records({&record, 1});
  const auto traffic = client.session().statistics().traffic;
  EXPECT_EQ(traffic[0].operations, 32U);
  EXPECT_EQ(traffic[0].bytes, 32U * 512U);
  EXPECT_EQ(traffic[0].sizes[9], 32U);
  EXPECT_EQ(volume.dirty(), Extents{});
}

TEST(SessionObserver, before__is_announced_and_not_counted_until_done) {
  ObservedVolume volume(20 * kRegionBytes);
  auto client = volume.client({.mode = Mode::kMessage, .announces_before = true});
  client.tell(client.record(region(2), Phase::kBefore));
  EXPECT_EQ(client.session().acted_on(), (Told{.done = 0, .announced = 1}));
  EXPECT_EQ(client.session().statistics().changing, 1U);
  EXPECT_EQ(writes(client.session().statistics().traffic).operations, 0U);
  client.tell(client.record(region(2), Phase::kAfter));
  EXPECT_EQ(client.session().acted_on(), (Told{.done = 1, .announced = 1}));
  EXPECT_EQ(client.session().statistics().changing, 0U);
  EXPECT_EQ(writes(client.session().statistics().traffic).operations, 1U);
}

TEST(SessionObserver, before__more_than_can_be_kept_become_the_whole_range) {
  ObservedVolume volume(4000 * kRegionBytes);
  volume.mark("a");
  auto client =
      volume.client({.mode = Mode::kMessage, .range = region(100, 3000), .announces_before = true});
  const auto changing = [&] { return client.session().statistics().changing; };
  for (std::uint64_t i = 0; i < kChangingMax; ++i) {
    client.tell(client.record(region(100 + 2 * i), Phase::kBefore));
  }
  EXPECT_EQ(changing(), kChangingMax);
  EXPECT_EQ(regions_in(volume.dirty("a")).size(), kChangingMax);
  client.tell(client.record(region(100 + 2 * kChangingMax), Phase::kBefore));
  EXPECT_EQ(changing(), 1U);
  EXPECT_EQ(volume.dirty("a"), Extents{region(100, 3000)});
  for (std::uint64_t i = 0; i <= kChangingMax; ++i) {
    EXPECT_EQ(changing(), 1U);
    client.tell(client.record(region(100 + 2 * i), Phase::kAfter));
  }
  EXPECT_EQ(changing(), 0U);
  EXPECT_EQ(regions_in(volume.dirty("a")).size(), kChangingMax + 1);
}

TEST(SessionObserver, end__ends_it) {
  ObservedVolume volume(4 * kRegionBytes);
  auto client = volume.client(Mode::kMessage);
  client.leave();
  client.session().end();
  client.write(region(1), 1);
  EXPECT_EQ(client.session().acted_on(), Told{});
  EXPECT_EQ(writes(volume.statistics().traffic).operations, 0U);
}

TEST(SessionObserver, facts__a_range_beyond_the_volume_is_refused) {
  ObservedVolume volume(4 * kRegionBytes);
  EXPECT_EQ(failure_code([&] {
              volume.client({.range = {kRegionBytes, 4 * kRegionBytes}});
            }),
            "range_invalid");
}

TEST(SessionObserver, end__after_its_observer_is_harmless) {
  VolumeMemory memory(4 * kRegionBytes);
  std::shared_ptr<SessionObserver> session;
  {
    Observer observer(patient_options());
    observer.add_volume(kVolume, memory.bytes(), kRegionBytes);
    session = observer.open_session(kVolume,
                                    {.session_id = "",
                                     .client = "",
                                     .interface = "",
                                     .range = region(0, 4),
                                     .may_write = true,
                                     .mode = Mode::kImmediate},
                                    {});
  }
  const ImmediateNotice notice{.immediate = 0};
  session->act_on_immediates({&notice, 1});
  session->end();
}

}  // namespace
}  // namespace memvol::observer
