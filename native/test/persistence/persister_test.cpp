#include "persistence/persister.hpp"

#include <atomic>
#include <thread>

#include "../observer/observer_fixture.hpp"
#include "simulated_disk.hpp"

namespace memvol::persistence {

namespace {

using observation::Extent;
using observation::Mode;
using observer::kVolume;

constexpr std::uint64_t kRegionBytes = observer::kRegionBytes;
constexpr std::uint64_t kVolumeBytes = 64 * kRegionBytes;

constexpr DurabilityOptions kBarrier{.mode = DurabilityMode::kBarrier};

StoreIdentity identity() {
  return {.name = "v",
          .volume_id = "the volume's id",
          .geometry = observation::Geometry(kVolumeBytes, kRegionBytes)};
}

// An observed volume with a store on a simulated disk.
class Persisted {
 public:
  explicit Persisted(const DurabilityOptions& options)
      : volume(kVolumeBytes),
        persister(std::make_unique<Persister>(
            LiveMemory{volume.memory.bytes()}, volume.observer.persistence(kVolume),
            BackingStore::create(disk, identity()), options,
            PersistObservers{.on_failure = [this](const Failure&) { failures.fetch_add(1); },
                             .on_commit = [this] { commits.fetch_add(1); },
                             .on_stall = {},
                             .on_damage = {}})) {}

  // What would be there if the device died now.
  observer::VolumeMemory recovered() const {
    observer::VolumeMemory memory(kVolumeBytes);
    const auto store =
        BackingStore::open(std::make_shared<SimulatedDisk>(disk->contents()), identity());
    store->load(std::as_writable_bytes(memory.words({0, kVolumeBytes})));
    return memory;
  }

  std::shared_ptr<SimulatedDisk> disk = std::make_shared<SimulatedDisk>();
  observer::ObservedVolume volume;
  std::atomic<int> failures{0};
  std::atomic<int> commits{0};
  std::unique_ptr<Persister> persister;
};

template <class Condition>
void until(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

TEST(Persister, flush__what_was_announced_before_is_durable) {
  Persisted persisted(kBarrier);
  auto client = persisted.volume.client(Mode::kImmediate);
  client.write({0, 100}, 1);
  client.write({kVolumeBytes - 8, 8}, 2);
  EXPECT_EQ(persisted.persister->flush(), 1U);
  client.write({kRegionBytes * 5, kRegionBytes * 2}, 3);
  EXPECT_EQ(persisted.persister->status().dirty_bytes, 2 * kRegionBytes);
  EXPECT_EQ(persisted.persister->flush(), 2U);
  EXPECT_EQ(persisted.persister->status().dirty_bytes, 0U);
  persisted.persister.reset();
  EXPECT_EQ(persisted.recovered(), persisted.volume.memory);
}

TEST(Persister, flush_of_nothing__makes_no_epoch) {
  Persisted persisted(kBarrier);
  EXPECT_EQ(persisted.persister->flush(), 0U);
  EXPECT_EQ(persisted.persister->flush(), 0U);
}

TEST(Persister, barrier__persists_nothing_unasked) {
  Persisted persisted(kBarrier);
  persisted.volume.client(Mode::kImmediate).write({0, 8}, 1);
  const auto steps = persisted.disk->step_count();
  persisted.persister.reset();
  EXPECT_EQ(persisted.disk->step_count(), steps);
  EXPECT_EQ(persisted.recovered(), observer::VolumeMemory(kVolumeBytes));
}

TEST(Persister, async__persists_by_itself) {
  Persisted persisted({.interval = std::chrono::milliseconds(2)});
  auto client = persisted.volume.client(Mode::kMessage);
  for (std::uint64_t value = 1; value < 4; ++value) {
    client.write({value * kRegionBytes, 64}, value);
    until([&] { return persisted.persister->durable_epoch() >= value; });
  }
  persisted.persister.reset();
  EXPECT_EQ(persisted.recovered(), persisted.volume.memory);
}

TEST(Persister, another_mode__holds_from_then_on) {
  Persisted persisted(kBarrier);
  auto client = persisted.volume.client(Mode::kImmediate);
  // Its thread waits by then, for ever.
  persisted.persister->flush_to_image();
  client.write({0, 8}, 1);
  EXPECT_FALSE(persisted.persister->holds_writes());
  persisted.persister->set_options({.interval = std::chrono::milliseconds(2)});
  until([&] { return persisted.persister->status().dirty_bytes == 0; });
  client.write({0, 8}, 2);
  until([&] { return persisted.persister->status().dirty_bytes == 0; });
  persisted.persister->set_options({.mode = DurabilityMode::kSync});
  EXPECT_TRUE(persisted.persister->holds_writes());
  client.write({0, 8}, 3);
  const auto request = persisted.persister->request();
  until([&] { return persisted.persister->is_committed(request); });
  persisted.persister->set_options(kBarrier);
  persisted.persister->flush();
  const auto epoch = persisted.persister->durable_epoch();
  client.write({0, 8}, 4);
  EXPECT_EQ(persisted.persister->durable_epoch(), epoch);
  EXPECT_EQ(persisted.persister->status().dirty_bytes, kRegionBytes);
}

TEST(Persister, the_time_that_persisting_takes__is_known_once_enough_was_written) {
  Persisted persisted(kBarrier);
  auto client = persisted.volume.client(Mode::kImmediate);
  EXPECT_EQ(persisted.persister->status().persist_time, std::chrono::nanoseconds(0));
  client.write({0, kRegionBytes}, 1);
  EXPECT_FALSE(persisted.persister->status().persist_time.has_value());
  for (std::uint64_t value = 2; value < 8; ++value) {
    client.write({0, kVolumeBytes}, value);
    persisted.persister->flush_to_image();
  }
  client.write({0, kRegionBytes}, 9);
  const auto one = persisted.persister->status().persist_time;
  client.write({0, kVolumeBytes}, 10);
  const auto all = persisted.persister->status().persist_time;
  ASSERT_TRUE(one.has_value() && all.has_value());
  EXPECT_GT(*one, std::chrono::nanoseconds(0));
  EXPECT_GT(*all, *one);
}

TEST(Persister, async__the_dirty_bound_comes_before_the_interval) {
  Persisted persisted({.interval = std::chrono::hours(1), .dirty_bytes_max = 3 * kRegionBytes});
  auto client = persisted.volume.client(Mode::kImmediate);
  client.write({0, 3 * kRegionBytes}, 1);
  until([&] { return persisted.persister->durable_epoch() == 1; });
}

TEST(Persister, flush_to_image__the_image_is_the_memory) {
  Persisted persisted(kBarrier);
  auto client = persisted.volume.client(Mode::kImmediate);
  client.write({kRegionBytes, 3 * kRegionBytes}, 7);
  persisted.persister->flush_to_image();
  EXPECT_TRUE(
      std::ranges::equal(persisted.disk->contents().at("v.img"), persisted.volume.memory.bytes()));
  EXPECT_EQ(persisted.persister->status().log_bytes, 0U);
}

// Each writer has regions of its own and counts up; what it wrote before a flush is durable after.
TEST(Persister, flush_while_writers_write__nothing_before_it_is_lost) {
  Persisted persisted({.interval = std::chrono::milliseconds(1)});
  constexpr std::uint64_t kWriters = 3;
  std::atomic<bool> stopping{false};
  std::array<std::atomic<std::uint64_t>, kWriters> announced{};
  std::vector<std::thread> writers;
  for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      auto client = persisted.volume.client(
          {.mode = Mode::kImmediate, .name = "client " + std::to_string(writer)});
      for (std::uint64_t value = 1; !stopping; ++value) {
        client.write({(writer + kWriters * (value % 16)) * kRegionBytes, kRegionBytes}, value);
        announced[writer].store(value);
      }
    });
  }
  std::array<std::uint64_t, kWriters> floor{};
  for (int round = 0; round < 30; ++round) {
    for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
      floor[writer] = announced[writer].load();
    }
    persisted.persister->flush();
  }
  stopping = true;
  for (auto& writer : writers) writer.join();
  persisted.persister.reset();
  auto memory = persisted.recovered();
  for (std::uint64_t writer = 0; writer < kWriters; ++writer) {
    std::uint64_t newest = 0;
    for (std::uint64_t place = 0; place < 16; ++place) {
      newest =
          std::max(newest, memory.words({(writer + kWriters * place) * kRegionBytes, 8}).front());
    }
    EXPECT_GE(newest, floor[writer]);
  }
}

TEST(Persister, unannounced_changes__are_persisted_once_they_are_found) {
  Persisted persisted(kBarrier);
  auto client = persisted.volume.client(Mode::kHash);
  persisted.volume.memory.fill({kRegionBytes, 8}, 9);
  persisted.volume.observer.catch_up(kVolume);
  EXPECT_EQ(persisted.persister->flush(), 1U);
  persisted.persister.reset();
  EXPECT_EQ(persisted.recovered(), persisted.volume.memory);
}

// The stored hash is that of zeros all the time.
TEST(Persister, what_is_written_and_persisted_and_undone_unannounced__is_undone_there_too) {
  Persisted persisted(kBarrier);
  auto hashed = persisted.volume.client(Mode::kHash);
  persisted.volume.client(Mode::kImmediate).write({0, 8}, 5);
  persisted.persister->flush();
  persisted.volume.memory.fill({0, 8}, 0);
  persisted.volume.observer.catch_up(kVolume);
  persisted.persister->flush();
  persisted.persister.reset();
  EXPECT_EQ(persisted.recovered(), persisted.volume.memory);
}

TEST(Persister, requests_at_the_same_time__share_commits) {
  Persisted persisted({.mode = DurabilityMode::kSync});
  auto client = persisted.volume.client(Mode::kImmediate);
  constexpr int kRequests = 1000;
  std::uint64_t last = 0;
  for (int i = 0; i < kRequests; ++i) {
    client.write({kRegionBytes * static_cast<std::uint64_t>(i % 64), 8}, 1);
    last = persisted.persister->request();
  }
  until([&] { return persisted.persister->is_committed(last); });
  EXPECT_EQ(persisted.persister->status().dirty_bytes, 0U);
  EXPECT_LE(persisted.commits, kRequests);
  persisted.persister.reset();
  EXPECT_EQ(persisted.recovered(), persisted.volume.memory);
}

TEST(Persister, a_request_when_the_store_has_failed__is_never_committed) {
  Persisted persisted({.mode = DurabilityMode::kSync});
  persisted.disk->fail_at(persisted.disk->step_count());
  persisted.volume.client(Mode::kImmediate).write({0, 8}, 1);
  const auto request = persisted.persister->request();
  until([&] { return persisted.failures == 1; });
  EXPECT_FALSE(persisted.persister->is_committed(request));
}

TEST(Persister, a_store_that_failed__stays_failed) {
  Persisted persisted(kBarrier);
  auto client = persisted.volume.client(Mode::kImmediate);
  client.write({0, 8}, 1);
  persisted.persister->flush();
  persisted.disk->fail_at(persisted.disk->step_count() + 1);
  client.write({0, 8}, 2);
  EXPECT_THROW(persisted.persister->flush(), Failure);
  until([&] { return persisted.failures == 1; });
  // The disk is well again, and nobody believes it.
  persisted.disk->fail_at(SIZE_MAX);
  EXPECT_THROW(persisted.persister->flush(), Failure);
  EXPECT_TRUE(persisted.persister->status().failure.has_value());
  EXPECT_EQ(persisted.persister->durable_epoch(), 1U);
  EXPECT_EQ(persisted.failures, 1);
}

}  // namespace

}  // namespace memvol::persistence
