// What the observer knows of one-sided operations, end to end over libfabric's tcp provider:
// every mode, clean ends and others.
#include <algorithm>
#include <array>
#include <random>
#include <thread>

#include "client/connector.hpp"
#include "client/transfer.hpp"
#include "observation_fixture.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

// Writes of random places and lengths; returns the regions that they touched.
Regions write_at_random(client::Session& session, unsigned seed, int count) {
  std::mt19937 random(seed);
  Regions touched;
  for (int i = 0; i < count; ++i) {
    auto bytes = pattern(1 + random() % (3 * kRegionBytes), seed + static_cast<unsigned>(i));
    std::fill(bytes.begin(), bytes.end(), std::byte{0xa5});
    const auto offset = random() % (kVolumeBytes - bytes.size());
    client::write_bytes(session, offset, bytes, 5s);
    for (auto at = offset / kRegionBytes; at <= (offset + bytes.size() - 1) / kRegionBytes; ++at) {
      touched.insert(at);
    }
  }
  return touched;
}

class ModeTest : public ObservationTest, public ::testing::WithParamInterface<Mode> {};

TEST_P(ModeTest, dirty__is_what_concurrent_clients_wrote_and_nothing_else) {
  std::array<Regions, 3> touched;
  {
    std::vector<std::thread> clients;
    for (unsigned i = 0; i < touched.size(); ++i) {
      auto session = client::Session::connect(observed(GetParam()));
      clients.emplace_back([&touched, i, session = std::move(session)] {
        touched[i] = write_at_random(*session, i, 60);
      });
    }
    for (auto& client : clients) client.join();
  }
  await_end_of_sessions();
  Regions all;
  for (const auto& regions : touched) all.insert(regions.begin(), regions.end());
  EXPECT_EQ(dirty(), all);
  EXPECT_EQ(dirty(), changed());
}

TEST_P(ModeTest, point__sees_what_came_after_it) {
  const auto session = client::Session::connect(observed(GetParam()));
  write_at_random(*session, 1, 20);
  session->close();
  await_end_of_sessions();
  dirty();
  device_->observer().mark_point("v", "backup");
  EXPECT_EQ(dirty("backup"), Regions{});
  const auto later = client::Session::connect(observed(GetParam()));
  // Other content than before, which hashing could not tell apart.
  auto bytes = pattern(1, 7);
  client::write_bytes(*later, 5 * kRegionBytes, bytes, 5s);
  later->close();
  await_end_of_sessions();
  EXPECT_EQ(dirty("backup"), Regions{5});
  EXPECT_EQ(regions_of(device_->observer().take("v", "backup")), Regions{5});
  EXPECT_EQ(dirty("backup"), Regions{});
}

// What a client did when it died.
enum class Step { kPostedWrite, kCompletedWrite, kSeveralBatches };

TEST_P(ModeTest, death__at_any_step_hides_no_change) {
  for (const auto step : {Step::kPostedWrite, Step::kCompletedWrite, Step::kSeveralBatches}) {
    const auto session = client::Session::connect(observed(GetParam()));
    std::vector<std::byte> memory(64 * kRegionBytes, std::byte{0x77});
    const auto local = session->register_buffer(memory);
    const auto at = static_cast<std::uint64_t>(step) * 200 * kRegionBytes;
    if (step == Step::kSeveralBatches) {
      std::array<std::uint32_t, 1> slots;
      for (std::uint64_t i = 0; i < 150; ++i) {
        while (
            !session->post_write(0, local, std::span(memory).first(100), at + i * kRegionBytes)) {
          session->poll(slots);
        }
        while (session->poll(slots) == 0) session->wait(1s);
      }
    } else {
      session->post_write(0, local, memory, at);
      std::array<std::uint32_t, 1> slots;
      if (step == Step::kCompletedWrite) {
        while (session->poll(slots) == 0) session->wait(1s);
      }
    }
    session->abandon();
    await_end_of_sessions();
    EXPECT_TRUE(covers(dirty(), changed())) << "step " << static_cast<int>(step);
  }
}

TEST_P(ModeTest, revocation__in_the_middle_of_writes_hides_no_change) {
  const auto session = client::Session::connect(observed(GetParam()));
  const auto id = std::to_string(session_count_);
  std::vector<std::byte> memory(4 * kRegionBytes, std::byte{0x55});
  std::thread writer([&] {
    const auto local = session->register_buffer(memory);
    try {
      for (std::uint64_t at = 0;; at = (at + 4 * kRegionBytes) % (kVolumeBytes / 2)) {
        client::write_bytes(*session, at, memory, 5s);
      }
    } catch (const Failure&) {
      // The device has ended the session.
    }
  });
  // It has begun.
  while (changed().size() < 8) std::this_thread::yield();
  device_->end_session(id);
  writer.join();
  await_end_of_sessions();
  EXPECT_TRUE(covers(dirty(), changed()));
}

INSTANTIATE_TEST_SUITE_P(modes, ModeTest,
                         ::testing::Values(Mode::kImmediate, Mode::kMessage, Mode::kScratch,
                                           Mode::kHash));

class AnnouncingTest : public ObservationTest, public ::testing::WithParamInterface<Mode> {};

TEST_P(AnnouncingTest, wait_observed__write_returns_once_it_was_acted_on) {
  const auto session = client::Session::connect(observed(GetParam(), true));
  for (std::uint64_t region = 0; region < 300; ++region) {
    auto bytes = pattern(100, 3);
    client::write_bytes(*session, region * kRegionBytes, bytes, 5s);
    EXPECT_EQ(counted(observation::OperationType::kWrite), region + 1);
  }
}

TEST_P(AnnouncingTest, farewell__nothing_is_hashed_after_a_clean_end) {
  {
    const auto session = client::Session::connect(observed(GetParam()));
    write_at_random(*session, 1, 50);
  }
  await_end_of_sessions();
  dirty();
  EXPECT_EQ(statistics().regions_hashed, 0U);
  EXPECT_EQ(counted(observation::OperationType::kWrite), 50U);
}

TEST_P(AnnouncingTest, flood__is_held_back_and_loses_nothing) {
  auto wanted = observed(GetParam());
  wanted.notify.batch = 1;
  wanted.queue_depth = 64;
  constexpr std::uint64_t kWrites = 5000;
  {
    const auto session = client::Session::connect(wanted);
    std::vector<std::byte> memory(64, std::byte{1});
    const auto local = session->register_buffer(memory);
    std::vector<std::uint32_t> free(64);
    std::array<std::uint32_t, 64> done;
    for (std::uint32_t i = 0; i < 64; ++i) free[i] = i;
    for (std::uint64_t posted = 0; posted < kWrites;) {
      while (posted < kWrites && !free.empty() &&
             session->post_write(free.back(), local, memory, posted * 64)) {
        free.pop_back();
        ++posted;
      }
      const auto count = session->poll(done);
      free.insert(free.end(), done.begin(), done.begin() + static_cast<std::ptrdiff_t>(count));
    }
    while (free.size() < 64) {
      const auto count = session->poll(done);
      free.insert(free.end(), done.begin(), done.begin() + static_cast<std::ptrdiff_t>(count));
    }
  }
  await_end_of_sessions();
  EXPECT_EQ(counted(observation::OperationType::kWrite), kWrites);
  EXPECT_EQ(statistics().refused, 0U);
  EXPECT_EQ(dirty().size(), kWrites * 64 / kRegionBytes + 1);
}

INSTANTIATE_TEST_SUITE_P(modes, AnnouncingTest,
                         ::testing::Values(Mode::kImmediate, Mode::kMessage, Mode::kScratch));

TEST_F(ObservationTest, none__is_not_observed) {
  {
    const auto session = client::Session::connect(observed(Mode::kNone));
    write_at_random(*session, 1, 10);
  }
  await_end_of_sessions();
  EXPECT_EQ(dirty(), Regions{});
  EXPECT_EQ(counted(observation::OperationType::kWrite), 0U);
}

TEST_F(ObservationTest, message__tells_of_reads_too) {
  const auto session = client::Session::connect(observed(Mode::kMessage, true));
  std::vector<std::byte> bytes(10000);
  client::read_bytes(*session, 0, bytes, 5s);
  EXPECT_EQ(counted(observation::OperationType::kRead), 1U);
  EXPECT_EQ(statistics().traffic[0].bytes, 10000U);
  EXPECT_EQ(dirty(), Regions{});
}

TEST_F(ObservationTest, immediate__write_longer_than_one_can_name_is_told_by_message) {
  device_->create_volume("wide", std::size_t{256} << 20, memory::PageSize::kStandard, kRegionBytes);
  auto wanted = grant();
  wanted.volume_id = "wide";
  wanted.length_bytes = std::size_t{256} << 20;
  wanted.observe = Mode::kImmediate;
  {
    const auto session = client::Session::connect(options(ticket(wanted)));
    auto bytes = pattern(std::size_t{8} << 20, 5);
    std::vector<std::uint32_t> slots(1);
    const auto local = session->register_buffer(bytes);
    // 2049 regions, in one operation.
    session->post_write(0, local, bytes, 100);
    while (session->poll(slots) == 0) session->wait(1s);
  }
  await_end_of_sessions();
  const std::vector<Extent> whole{
      {.offset_bytes = 0, .length_bytes = (std::size_t{8} << 20) + kRegionBytes}};
  EXPECT_EQ(device_->observer().dirty("wide", kCreationPoint), whole);
  EXPECT_EQ(device_->observer().statistics("wide", kCreationPoint).regions_hashed, 0U);
}

TEST_F(ObservationTest, before__regions_are_dirty_until_the_after) {
  auto wanted = observed(Mode::kMessage, true);
  wanted.notify.when = client::Phases::kBefore;
  const auto session = client::Session::connect(wanted);
  auto bytes = pattern(100, 1);
  client::write_bytes(*session, 3 * kRegionBytes, bytes, 5s);
  device_->observer().mark_point("v", "p");
  // Nobody knows when it is over: what was announced stays dirty.
  EXPECT_EQ(regions_of(device_->observer().take("v", "p")), Regions{3});
  EXPECT_EQ(regions_of(device_->observer().take("v", "p")), Regions{3});
  session->close();
  await_end_of_sessions();
  EXPECT_EQ(regions_of(device_->observer().take("v", "p")), Regions{3});
  EXPECT_EQ(dirty("p"), Regions{});
}

TEST_F(ObservationTest, notify__out_of_band_is_acted_on_at_once) {
  auto wanted = observed(Mode::kMessage);
  wanted.notify.out_of_band = true;
  const auto id = std::to_string(session_count_);
  const auto session = client::Session::connect(wanted);
  auto bytes = pattern(100, 1);
  client::write_bytes(*session, 4 * kRegionBytes, bytes, 5s);
  EXPECT_EQ(dirty(), Regions{});
  const observation::Record record{
      .extent = {.offset_bytes = 4 * kRegionBytes, .length_bytes = 100}, .bytes = 100};
  EXPECT_TRUE(device_->notify(id, std::array{record}, true));
  EXPECT_FALSE(device_->notify("nobody", std::array{record}, true));
  EXPECT_EQ(dirty(), Regions{4});
  session->close();
  await_end_of_sessions();
  dirty();
  EXPECT_EQ(statistics().regions_hashed, 0U);
}

}  // namespace
}  // namespace memvol::device
