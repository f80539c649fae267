// Atomic operations as the device carries them out, asked for through client::Session.
#include "client/atomics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "client/transfer.hpp"
#include "device_fixture.hpp"
#include "eventually.hpp"
#include "sanitized.hpp"

namespace memvol::device {
namespace {

using atomics::Kind;
using observation::Mode;

constexpr std::chrono::seconds kPatience{60};
constexpr Rights kAtomicOnly{.read = false, .write = false, .atomic = true};
constexpr Rights kAll{.read = true, .write = true, .atomic = true};
constexpr std::array kModes{Mode::kNone, Mode::kHash, Mode::kImmediate, Mode::kMessage,
                            Mode::kScratch};

DeviceOptions with_two_progress_threads() {
  auto options = test_options();
  options.connections.progress.thread_count = 2;
  return options;
}

class AtomicsTest : public DeviceTest {
 protected:
  AtomicsTest() : DeviceTest(with_two_progress_threads()) {}

  std::unique_ptr<client::Session> attach(Rights rights, Mode mode = Mode::kNone,
                                          bool acknowledges = false) {
    auto wanted = grant();
    wanted.rights = rights;
    wanted.observe = mode;
    wanted.acknowledges = acknowledges;
    return connect(ticket(wanted));
  }

  static std::uint64_t fetch_add(client::Session& session, std::uint64_t offset,
                                 std::uint64_t delta) {
    return client::execute(
        session, {.kind = Kind::kFetchAdd, .offset_bytes = offset, .operand = delta}, kPatience);
  }

  // Whether it has swapped.
  static bool compare_swap(client::Session& session, std::uint64_t offset, std::uint64_t expected,
                           std::uint64_t desired) {
    return client::execute(session,
                           {.kind = Kind::kCompareSwap,
                            .offset_bytes = offset,
                            .operand = desired,
                            .expected = expected},
                           kPatience) == expected;
  }

  std::uint64_t atomic_operations() {
    const auto statistics = device_->observer().statistics("v", observer::kCreationPoint);
    return statistics.traffic[static_cast<std::size_t>(observation::OperationType::kAtomic)]
        .operations;
  }

  std::uint64_t refused() {
    return device_->observer().statistics("v", observer::kCreationPoint).refused;
  }
};

TEST_F(AtomicsTest, operations__tell_the_old_value_and_change_the_memory_that_reads_see) {
  const auto session = attach(kAll);
  EXPECT_EQ(fetch_add(*session, 64, 0x0102030405060708), 0U);
  EXPECT_EQ(fetch_add(*session, 64, ~std::uint64_t{0}), 0x0102030405060708U);
  EXPECT_FALSE(compare_swap(*session, 64, 1, 2));
  EXPECT_TRUE(compare_swap(*session, 64, 0x0102030405060707, 0xfffefdfcfbfaf9f8));
  std::array<std::byte, 8> word{};
  client::read_bytes(*session, 64, word, kPatience);
  EXPECT_EQ(word[0], std::byte{0xf8});
  EXPECT_EQ(word[7], std::byte{0xff});
}

TEST_F(AtomicsTest, each_mode__marks_the_region_and_counts_before_the_answer) {
  std::uint64_t done = 0;
  for (const auto mode : kModes) {
    for (const auto& rights : {kAtomicOnly, kAll}) {
      const bool acknowledges = mode != Mode::kNone && mode != Mode::kHash;
      const auto session = attach(rights, mode, acknowledges);
      device_->observer().mark_point("v", "before");
      fetch_add(*session, 3 * kRegionBytes + 8, 1);
      const auto dirty = device_->observer().take("v", "before");
      ASSERT_EQ(dirty.size(), 1U);
      EXPECT_EQ(dirty[0].offset_bytes, 3 * kRegionBytes);
      EXPECT_EQ(dirty[0].length_bytes, kRegionBytes);
      EXPECT_EQ(atomic_operations(), ++done);
      // What changes nothing is counted and leaves nothing dirty.
      fetch_add(*session, 3 * kRegionBytes + 8, 0);
      compare_swap(*session, 3 * kRegionBytes + 8, 0, 1);
      EXPECT_TRUE(device_->observer().dirty("v", "before").empty());
      EXPECT_EQ(atomic_operations(), done += 2);
      session->close();
    }
  }
  EXPECT_EQ(refused(), 0U);
}

TEST_F(AtomicsTest, session_that_tells_and_asks__leaves_in_order) {
  for (const auto mode : {Mode::kImmediate, Mode::kMessage, Mode::kScratch}) {
    const auto session = attach(kAll, mode);
    auto bytes = pattern(4096, 1);
    client::write_bytes(*session, 0, bytes, kPatience);
    fetch_add(*session, 8192, 1);
    client::write_bytes(*session, 4096, bytes, kPatience);
    const auto hashed = [this] {
      return device_->observer().statistics("v", observer::kCreationPoint).regions_hashed;
    };
    const auto before = hashed();
    session->close();
    EXPECT_TRUE(eventually([&] { return device_->sessions().empty(); }));
    // The right number was told: only what is known to have changed is looked at.
    device_->observer().mark_point("v", "after");
    EXPECT_EQ(hashed() - before, 3U);
  }
}

TEST_F(AtomicsTest, pipelined__every_slot_gets_its_own_answer) {
  auto wanted = grant();
  wanted.rights = kAtomicOnly;
  auto how = options(ticket(wanted));
  // More than the device takes at once.
  how.queue_depth = 100;
  const auto session = client::Session::connect(how);
  std::vector<bool> busy(how.queue_depth);
  std::vector<bool> seen(1000);
  std::uint64_t posted = 0;
  std::size_t most_in_flight = 0;
  std::size_t in_flight = 0;
  for (std::size_t done = 0; done < seen.size();) {
    for (std::uint32_t slot = 0; slot < how.queue_depth && posted < seen.size(); ++slot) {
      if (busy[slot]) continue;
      if (!session->post_atomic(slot, {.offset_bytes = 8, .operand = 1})) break;
      busy[slot] = true;
      ++posted;
      most_in_flight = std::max(most_in_flight, ++in_flight);
    }
    // Fewer than there may be: the rest has to come with the next call.
    std::array<std::uint32_t, 3> slots;
    const auto count = session->poll(slots);
    if (count == 0) session->wait(kPatience);
    for (const auto slot : std::span(slots).first(count)) {
      busy[slot] = false;
      ASSERT_FALSE(seen.at(session->old_value(slot)));
      seen[session->old_value(slot)] = true;
      ++done;
      --in_flight;
    }
  }
  EXPECT_GT(most_in_flight, 1U);
  EXPECT_EQ(fetch_add(*session, 8, 0), seen.size());
}

TEST_F(AtomicsTest, many_clients__lose_no_addition_and_see_each_value_once) {
  constexpr std::size_t kClients = 8;
  const std::size_t additions = kSanitized ? 100 : 500;
  std::vector<std::vector<std::uint64_t>> seen(kClients);
  std::vector<std::unique_ptr<client::Session>> sessions;
  for (std::size_t i = 0; i < kClients; ++i) {
    sessions.push_back(attach(kAtomicOnly, kModes[i % kModes.size()]));
  }
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kClients; ++i) {
    threads.emplace_back([&, i] {
      for (std::size_t n = 0; n < additions; ++n) {
        seen[i].push_back(fetch_add(*sessions[i], 4096, 1));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<bool> all(kClients * additions);
  for (const auto& values : seen) {
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
    for (const auto value : values) {
      ASSERT_FALSE(all.at(value));
      all[value] = true;
    }
  }
  EXPECT_EQ(fetch_add(*sessions[0], 4096, 0), all.size());
  EXPECT_EQ(atomic_operations(), all.size() + 1);
}

// A spin lock of compare-and-swap around plain one-sided reads and writes: whoever holds it reads
// what the holder before has written.
TEST_F(AtomicsTest, lock_by_compare_swap__protects_plain_reads_and_writes) {
  constexpr std::size_t kClients = 4;
  constexpr std::uint64_t kLock = 0;
  constexpr std::uint64_t kPlain = 8192;
  constexpr std::uint64_t kFree = 0;
  const std::size_t turns = kSanitized ? 20 : 100;
  std::vector<std::unique_ptr<client::Session>> sessions;
  for (std::size_t i = 0; i < kClients; ++i) sessions.push_back(attach(kAll));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kClients; ++i) {
    threads.emplace_back([&, i] {
      auto& session = *sessions[i];
      std::array<std::byte, 64> memory;
      for (std::size_t n = 0; n < turns; ++n) {
        while (!compare_swap(session, kLock, kFree, i + 1)) std::this_thread::yield();
        client::read_bytes(session, kPlain, memory, kPatience);
        std::uint64_t value = 0;
        std::memcpy(&value, memory.data(), sizeof(value));
        ++value;
        std::memcpy(memory.data(), &value, sizeof(value));
        client::write_bytes(session, kPlain, memory, kPatience);
        EXPECT_TRUE(compare_swap(session, kLock, i + 1, kFree));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(fetch_add(*sessions[0], kPlain, 0), kClients * turns);
}

TEST_F(AtomicsTest, what_the_device_would_refuse__costs_the_session_nothing) {
  auto part = grant();
  part.offset_bytes = 4100;
  part.length_bytes = 4096;
  part.rights = kAtomicOnly;
  const auto session = connect(ticket(part));
  EXPECT_EQ(code_of([&] { fetch_add(*session, 4092, 1); }), "range_invalid");
  EXPECT_EQ(code_of([&] { fetch_add(*session, ~std::uint64_t{0} - 3, 1); }), "range_invalid");
  EXPECT_EQ(code_of([&] { fetch_add(*session, 0, 1); }), "alignment_invalid");
  EXPECT_EQ(fetch_add(*session, 4, 1), 0U);
  const auto reader = attach({.read = true, .write = true, .atomic = false});
  EXPECT_EQ(code_of([&] { fetch_add(*reader, 4104, 1); }), "access_denied");
  std::array<std::byte, 8> word{};
  client::read_bytes(*reader, 4104, word, kPatience);
  EXPECT_EQ(word[0], std::byte{1});
  EXPECT_EQ(refused(), 0U);
}

TEST_F(AtomicsTest, ended_session__says_so) {
  const auto session = attach(kAtomicOnly);
  fetch_add(*session, 0, 1);
  EXPECT_TRUE(device_->end_session(std::to_string(session_count_)));
  EXPECT_EQ(code_of([&] { fetch_add(*session, 0, 1); }), "session_ended");
  EXPECT_EQ(fetch_add(*attach(kAtomicOnly), 0, 0), 1U);
}

// As a lock's holder dies: what it has set stays, and others go on.
TEST_F(AtomicsTest, client_that_is_gone__leaves_the_others_and_the_words_as_they_are) {
  const auto survivor = attach(kAtomicOnly);
  for (std::uint64_t turn = 1; turn <= 5; ++turn) {
    const auto victim = attach(kAtomicOnly);
    ASSERT_TRUE(victim->post_atomic(0, {.offset_bytes = 16, .operand = 1}));
    victim->abandon();
    fetch_add(*survivor, 24, 1);
    EXPECT_LE(fetch_add(*survivor, 16, 0), turn);
  }
  EXPECT_EQ(fetch_add(*survivor, 24, 0), 5U);
}

}  // namespace
}  // namespace memvol::device
