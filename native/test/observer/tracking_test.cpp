// What announced writes make dirty: exactly the regions written, and whatever happens at once,
// nothing is lost for anybody who takes.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <random>
#include <thread>

#include "observer_fixture.hpp"

namespace memvol::observer {
namespace {

using Random = std::mt19937_64;

constexpr std::uint64_t kRegions = 400;
constexpr std::uint64_t kSizeBytes = kRegions * kRegionBytes - 1000;

// Whole words within the range, so that clients share no word.
Extent random_extent(Random& random, const Extent& range) {
  const std::uint64_t words = range.length_bytes / 8;
  const std::uint64_t first = random() % words;
  const std::uint64_t count = 1 + random() % std::min<std::uint64_t>(words - first, 1200);
  return {range.offset_bytes + first * 8, count * 8};
}

std::vector<ClientOptions> all_announcing() {
  return {{.mode = Mode::kImmediate},
          {.mode = Mode::kMessage},
          {.mode = Mode::kMessage, .announces_before = true},
          {.mode = Mode::kScratch},
          {.mode = Mode::kScratch, .announces_before = true}};
}

TEST(Tracking, dirty__is_exactly_what_several_sessions_wrote) {
  ObservedVolume volume(kSizeBytes);
  std::set<std::uint64_t> expected;
  std::vector<std::set<std::uint64_t>> written(all_announcing().size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < written.size(); ++i) {
    threads.emplace_back([&, i] {
      Random random(100 + i);
      auto client = volume.client(all_announcing()[i]);
      for (int write = 0; write < 12; ++write) {
        const Extent extent = random_extent(random, volume.whole());
        client.write(extent, random());
        for (auto at = extent.offset_bytes / kRegionBytes;
             at <= (extent.end_bytes() - 1) / kRegionBytes; ++at) {
          written[i].insert(at);
        }
      }
      EXPECT_EQ(client.session().acted_on(), client.told());
      client.leave();
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& regions : written) expected.insert(regions.begin(), regions.end());
  EXPECT_EQ(regions_in(volume.dirty()), expected);
  EXPECT_LT(expected.size(), kRegions / 2);
  // All of them were trusted.
  EXPECT_EQ(volume.statistics().regions_hashed, 0U);
}

TEST(Tracking, take__after_take_gives_each_write_to_each_point_once) {
  ObservedVolume volume(kSizeBytes);
  Random random(7);
  std::vector<Client> clients;
  for (const auto& options : all_announcing()) clients.push_back(volume.client(options));
  const std::vector<std::string> points{"a", "b", "c"};
  std::vector<std::set<std::uint64_t>> expected(points.size());
  for (const auto& point : points) volume.mark(point);
  for (int step = 0; step < 3000; ++step) {
    const std::size_t chosen = random() % 8;
    if (chosen < points.size()) {
      ASSERT_EQ(regions_in(volume.take(points[chosen])), expected[chosen]) << "step " << step;
      expected[chosen].clear();
      continue;
    }
    const Extent extent = random_extent(random, volume.whole());
    clients[random() % clients.size()].write(extent, random());
    for (auto& regions : expected) {
      for (auto at = extent.offset_bytes / kRegionBytes;
           at <= (extent.end_bytes() - 1) / kRegionBytes; ++at) {
        regions.insert(at);
      }
    }
  }
}

// Copies what it takes, as one that persists the volume would.
class Taker {
 public:
  Taker(ObservedVolume& volume, std::string point)
      : volume_(volume), point_(std::move(point)), copy_(volume.memory.size_bytes()) {}

  // From anew: the point is now, the copy of what is there.
  void start() {
    volume_.mark(point_);
    volume_.memory.copy_to(copy_, volume_.whole());
  }
  void take() {
    for (const Extent& extent : volume_.take(point_)) volume_.memory.copy_to(copy_, extent);
  }
  bool has_all() const { return copy_ == volume_.memory; }

 private:
  ObservedVolume& volume_;
  std::string point_;
  VolumeMemory copy_;
};

struct Race {
  std::vector<ClientOptions> clients;
  // Of ten writes so many are not told of. Their clients say no farewell.
  unsigned untold = 0;
  // Of the takers; the last of several starts from anew each round.
  std::vector<std::string> points{"a", "b", "c"};
};

// A few writes to a few regions, so that writes and takes meet, and what was lost is not soon
// written again. No value comes twice.
void write_for_a_while(ObservedVolume& volume, const ClientOptions& options, unsigned untold,
                       std::uint64_t seed) {
  Random random(seed);
  auto client = volume.client(options);
  for (std::uint64_t write = 0; write < 100; ++write) {
    const Extent extent = random_extent(random, options.range);
    const std::uint64_t value = seed << 8 | write;
    if (random() % 10 >= untold) {
      client.write(extent, value);
    } else {
      volume.memory.fill(extent, value);
    }
  }
  if (untold == 0) client.leave();
}

// Writers and takers at once, over and over. When all have written, after one more take, each
// taker's copy must be the memory: whatever was not copied after it was last written is dirty.
void race(const Race& race) {
  ObserverOptions options = patient_options();
  options.hash_interval = std::chrono::milliseconds(1);
  ObservedVolume volume(kSizeBytes, options);
  std::vector<std::unique_ptr<Taker>> takers;
  for (const std::string& point : race.points) {
    takers.push_back(std::make_unique<Taker>(volume, point));
    takers.back()->start();
  }
  for (std::uint64_t round = 1; round <= 600; ++round) {
    std::atomic<std::size_t> writing{race.clients.size()};
    std::latch all_there(static_cast<std::ptrdiff_t>(race.clients.size() + takers.size()));
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < race.clients.size(); ++i) {
      threads.emplace_back([&, i] {
        constexpr std::uint64_t kShareBytes = 8 * kRegionBytes + 512;
        ClientOptions own = race.clients[i];
        own.range = {i * kShareBytes, kShareBytes};
        all_there.arrive_and_wait();
        write_for_a_while(volume, own, race.untold, round << 4 | i);
        --writing;
      });
    }
    for (auto& taker : takers) {
      threads.emplace_back([&, starts = takers.size() > 1 && &taker == &takers.back()] {
        all_there.arrive_and_wait();
        if (starts) taker->start();
        while (writing > 0) taker->take();
      });
    }
    for (auto& thread : threads) thread.join();
    for (auto& taker : takers) {
      taker->take();
      ASSERT_TRUE(taker->has_all()) << "round " << round;
    }
  }
}

TEST(Tracking, take__loses_no_announced_write) { race({.clients = all_announcing()}); }

// Here no other point's look at a region can make up for what this one loses.
TEST(Tracking, take__loses_no_announced_write_of_a_single_point) {
  race({.clients = all_announcing(), .points = {"a"}});
}

TEST(Tracking, take__loses_no_write_of_sessions_that_are_compared_by_hash) {
  race({.clients = {{.mode = Mode::kHash}, {.mode = Mode::kHash}, {.mode = Mode::kHash}}});
}

TEST(Tracking, take__loses_no_write_of_sessions_that_tell_half_and_go) {
  race({.clients = all_announcing(), .untold = 5});
}

}  // namespace
}  // namespace memvol::observer
