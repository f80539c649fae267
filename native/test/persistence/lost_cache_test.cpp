// What a disk may make of a crash: each prefix of a store's steps, and of what was not synced by
// then any sectors, in any order. Whatever is left, recovery yields one committed epoch, not
// older than the last that was published.
#include "store_fixture.hpp"

namespace memvol::persistence {

namespace {

// A volume that has changed for a while, and when which epoch was published.
struct History {
  StoredVolume volume;
  // Steps by then, and the epoch.
  std::vector<std::pair<std::size_t, std::uint64_t>> published{{0, 0}};

  explicit History(std::uint64_t seed) : volume(seed) { volume.disk->settle(); }

  void go_on(int epochs) {
    for (int i = 0; i < epochs; ++i) {
      const auto epoch = volume.change();
      published.emplace_back(volume.disk->step_count(), epoch);
      volume.store->apply();
      if (volume.random() % 3 == 0) volume.store->checkpoint();
    }
  }

  std::uint64_t published_by(std::size_t step) const {
    std::uint64_t epoch = 0;
    for (const auto& [at, number] : published) {
      if (at <= step) epoch = number;
    }
    return epoch;
  }
};

// Empty if all is well.
std::string check(const History& history, const BackingStore& store, std::size_t step) {
  const auto epoch = store.epoch();
  if (epoch < history.published_by(step)) return "older than published";
  const auto expected = history.volume.epochs.find(epoch);
  if (expected == history.volume.epochs.end()) return "an epoch that never was";
  return load(store) == expected->second ? "" : "a mix";
}

std::string recover_and_check(const History& history, const Contents& contents, std::size_t step) {
  try {
    return check(history, *reopen(contents), step);
  } catch (const Failure& failure) {
    return failure.what();
  }
}

TEST(LostCache, each_prefix_with_any_sectors_lost__is_one_epoch) {
  std::mt19937_64 random(11);
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    History history(seed);
    history.go_on(12);
    const auto& disk = *history.volume.disk;
    for (std::size_t step = 0; step <= disk.step_count(); ++step) {
      for (int sample = 0; sample < 12; ++sample) {
        const auto contents = disk.crashed(step, forgetful(random));
        ASSERT_EQ(recover_and_check(history, contents, step), "") << seed << " at " << step;
      }
    }
  }
}

// What an epoch that was torn has left lies where the next is written, with the same number.
TEST(LostCache, crash_after_crash__what_was_torn_is_no_part_of_what_follows) {
  std::mt19937_64 random(15);
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    History history(seed);
    for (int crash = 0; crash < 8; ++crash) {
      history.go_on(2);
      const auto step = random() % (history.volume.disk->step_count() + 1);
      const auto contents = history.volume.disk->crashed(step, forgetful(random));
      ASSERT_EQ(recover_and_check(history, contents, step), "") << seed;
      history.volume.recover(contents);
      history.published = {{0, history.volume.store->epoch()}};
    }
  }
}

TEST(LostCache, a_crash_in_recovery__is_recovered_from) {
  std::mt19937_64 random(12);
  History history(3);
  history.go_on(10);
  const auto& disk = *history.volume.disk;
  for (std::size_t step = 0; step <= disk.step_count(); ++step) {
    const auto again = std::make_shared<SimulatedDisk>(disk.crashed(step, forgetful(random)));
    const auto recovered = BackingStore::open(again, identity())->epoch();
    for (std::size_t at = 0; at <= again->step_count(); ++at) {
      const auto store = reopen(again->crashed(at, forgetful(random)));
      ASSERT_EQ(check(history, *store, step), "");
      // What was served once is served again.
      ASSERT_EQ(store->epoch(), recovered);
    }
  }
}

TEST(LostCache, each_step_that_fails__loses_nothing_that_was_published) {
  std::mt19937_64 random(13);
  History whole(5);
  whole.go_on(8);
  for (std::size_t failing = 0; failing < whole.volume.disk->step_count(); ++failing) {
    History history(5);
    auto& disk = *history.volume.disk;
    disk.fail_at(failing);
    EXPECT_EQ(failure_code([&] { history.go_on(8); }), "store_failed");
    for (int sample = 0; sample < 8; ++sample) {
      const auto contents = disk.crashed(disk.step_count(), forgetful(random));
      ASSERT_EQ(recover_and_check(history, contents, disk.step_count()), "") << failing;
    }
  }
}

// That the above can fail at all.
TEST(LostCache, a_disk_that_only_says_it_synced__is_found_out) {
  std::mt19937_64 random(14);
  History history(2);
  history.go_on(10);
  auto& disk = *history.volume.disk;
  disk.ignores_syncs = true;
  int found = 0;
  for (std::size_t step = 0; step <= disk.step_count(); ++step) {
    const auto contents = disk.crashed(step, forgetful(random));
    if (!recover_and_check(history, contents, step).empty()) ++found;
  }
  EXPECT_GT(found, 0);
}

}  // namespace

}  // namespace memvol::persistence
