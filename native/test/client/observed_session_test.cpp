// Sessions that announce, against a device in this process.
#include <array>
#include <optional>
#include <ostream>
#include <random>
#include <sstream>
#include <thread>
#include <tuple>

#include "../device/device_fixture.hpp"
#include "client/transfer.hpp"

namespace memvol::client {
namespace {

using namespace std::chrono_literals;
using device::kRegionBytes;
using device::kVolumeBytes;
using observation::Mode;
using observation::OperationType;

class ObservedSessionTest : public device::DeviceTest {
 protected:
  std::unique_ptr<Session> connect_observed(Mode mode, bool acknowledges,
                                            const NotifyOptions& notify) {
    auto wanted = grant();
    wanted.observe = mode;
    wanted.acknowledges = acknowledges;
    auto to = options(ticket(wanted));
    to.notify = notify;
    return Session::connect(to);
  }

  std::uint64_t counted(OperationType type) {
    return statistics().traffic[static_cast<std::size_t>(type)].operations;
  }
  observer::VolumeStatistics statistics() {
    return device_->observer().statistics("v", observer::kCreationPoint);
  }
  void await_end_of_sessions() {
    while (!device_->sessions().empty()) std::this_thread::yield();
  }
};

// Reads and writes at random, as deep as the session goes; checks that each slot is reported
// once.
class RandomLoad {
 public:
  static constexpr std::size_t kBlockBytes = 512;

  explicit RandomLoad(Session& session)
      : session_(session),
        memory_(session.queue_depth() * kBlockBytes),
        local_(session.register_buffer(memory_)),
        in_flight_(session.queue_depth()) {}

  void run(int operations) {
    std::vector<std::uint32_t> free(in_flight_.size());
    for (std::uint32_t slot = 0; slot < free.size(); ++slot) free[slot] = slot;
    int posted = 0;
    while (posted < operations || free.size() < in_flight_.size()) {
      while (posted < operations && !free.empty() && post(free.back())) {
        free.pop_back();
        ++posted;
      }
      const auto completed = take();
      free.insert(free.end(), completed.begin(), completed.end());
      if (completed.empty()) session_.wait(1s);
    }
  }

  std::uint64_t reads() const { return reads_; }
  std::uint64_t writes() const { return writes_; }

 private:
  std::span<std::byte> block(std::uint32_t slot) {
    return std::span(memory_).subspan(slot * kBlockBytes, kBlockBytes);
  }

  bool post(std::uint32_t slot) {
    if (!next_) next_ = random_() % (kVolumeBytes / kBlockBytes);
    const std::uint64_t offset = *next_ * kBlockBytes;
    if (*next_ % 3 == 0) {
      if (!session_.post_read(slot, local_, block(slot), offset)) return false;
      ++reads_;
    } else {
      if (!session_.post_write(slot, local_, block(slot), offset)) return false;
      ++writes_;
    }
    in_flight_[slot] = true;
    next_.reset();
    return true;
  }

  std::vector<std::uint32_t> take() {
    std::array<std::uint32_t, 5> slots;
    const auto count = session_.poll(slots);
    for (const auto slot : std::span(slots).first(count)) {
      EXPECT_TRUE(in_flight_.at(slot));
      in_flight_[slot] = false;
    }
    return {slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(count)};
  }

  Session& session_;
  std::vector<std::byte> memory_;
  fabric::LocalBuffer local_;
  std::vector<bool> in_flight_;
  std::mt19937 random_{1};
  std::optional<std::uint64_t> next_;
  std::uint64_t reads_ = 0;
  std::uint64_t writes_ = 0;
};

struct Case {
  Mode mode;
  Phases when;
  std::uint32_t batch;

  friend std::ostream& operator<<(std::ostream& out, const Case& of) {
    constexpr std::array kModes = {"none", "hash", "immediate", "message", "scratch"};
    constexpr std::array kPhases = {"before", "after", "both"};
    return out << kModes.at(static_cast<std::size_t>(of.mode)) << "_"
               << kPhases.at(static_cast<std::size_t>(of.when)) << "_" << of.batch;
  }
};

class EveryWayTest : public ObservedSessionTest,
                     public testing::WithParamInterface<std::tuple<Case, bool>> {};

TEST_P(EveryWayTest, load__completes_and_all_of_it_is_told) {
  const auto [how, acknowledges] = GetParam();
  constexpr int kOperations = 5000;
  const auto session =
      connect_observed(how.mode, acknowledges, {.when = how.when, .batch = how.batch});
  EXPECT_EQ(session->grant().mode, how.mode);
  RandomLoad load(*session);
  load.run(kOperations);
  if (tells_after(how.when)) {
    if (acknowledges) {
      EXPECT_EQ(counted(OperationType::kWrite), load.writes());
    }
    session->settle(5s);
    EXPECT_EQ(session->patience(), std::chrono::nanoseconds::max());
  }
  session->close();
  await_end_of_sessions();
  if (tells_after(how.when)) {
    EXPECT_EQ(counted(OperationType::kWrite), load.writes());
    EXPECT_EQ(counted(OperationType::kRead), how.mode == Mode::kImmediate ? 0 : load.reads());
  }
  device_->observer().dirty("v", observer::kCreationPoint);
  EXPECT_EQ(statistics().regions_hashed, 0U);
  EXPECT_EQ(statistics().refused, 0U);
}

INSTANTIATE_TEST_SUITE_P(ways, EveryWayTest,
                         testing::Combine(testing::Values(Case{Mode::kImmediate, Phases::kAfter,
                                                               32},
                                                          Case{Mode::kMessage, Phases::kAfter, 1},
                                                          Case{Mode::kMessage, Phases::kAfter, 64},
                                                          Case{Mode::kMessage, Phases::kBefore, 3},
                                                          Case{Mode::kMessage, Phases::kBoth, 8},
                                                          Case{Mode::kScratch, Phases::kAfter, 1},
                                                          Case{Mode::kScratch, Phases::kAfter, 32},
                                                          Case{Mode::kScratch, Phases::kBefore, 32},
                                                          Case{Mode::kScratch, Phases::kBoth, 5}),
                                          testing::Bool()),
                         [](const auto& named) {
                           std::ostringstream name;
                           name << std::get<0>(named.param)
                                << (std::get<1>(named.param) ? "_awaited" : "");
                           return name.str();
                         });

class BatchingTest : public ObservedSessionTest, public testing::WithParamInterface<Mode> {
 protected:
  // Posts a write and takes its completion.
  void write_once(Session& session) {
    std::vector<std::byte> memory(100, std::byte{1});
    const auto local = session.register_buffer(memory);
    std::array<std::uint32_t, 1> slots;
    ASSERT_TRUE(session.post_write(0, local, memory, 0));
    while (session.poll(slots) == 0) session.wait(1s);
  }
};

TEST_P(BatchingTest, linger__a_lone_operation_is_told_when_it_is_over) {
  const auto session = connect_observed(GetParam(), false, {.linger = 5ms});
  write_once(*session);
  const auto patience = session->patience();
  EXPECT_LE(patience, 5ms);
  std::array<std::uint32_t, 1> none;
  while (counted(OperationType::kWrite) == 0) {
    session->wait(1s);
    EXPECT_EQ(session->poll(none), 0U);
  }
  EXPECT_EQ(session->patience(), std::chrono::nanoseconds::max());
}

TEST_P(BatchingTest, settle__does_not_wait_for_the_linger) {
  const auto session = connect_observed(GetParam(), false, {.linger = 1h});
  write_once(*session);
  EXPECT_GT(session->patience(), 1min);
  EXPECT_EQ(counted(OperationType::kWrite), 0U);
  session->settle(5s);
  while (counted(OperationType::kWrite) == 0) std::this_thread::yield();
}

TEST_P(BatchingTest, abandon__leaves_without_a_farewell_and_its_range_is_hashed) {
  const auto session = connect_observed(GetParam(), false, {.linger = 1h});
  write_once(*session);
  session->abandon();
  await_end_of_sessions();
  EXPECT_FALSE(device_->observer().dirty("v", observer::kCreationPoint).empty());
  EXPECT_GT(statistics().regions_hashed, 0U);
}

INSTANTIATE_TEST_SUITE_P(modes, BatchingTest, testing::Values(Mode::kMessage, Mode::kScratch),
                         [](const auto& named) {
                           return named.param == Mode::kMessage ? "message" : "scratch";
                         });

TEST_F(ObservedSessionTest, close__in_flight_leaves_without_a_farewell) {
  const auto session = connect_observed(Mode::kImmediate, false, {});
  std::vector<std::byte> memory(64 * kRegionBytes, std::byte{1});
  const auto local = session->register_buffer(memory);
  ASSERT_TRUE(session->post_write(0, local, memory, 0));
  session->close();
  await_end_of_sessions();
  device_->observer().dirty("v", observer::kCreationPoint);
  EXPECT_GT(statistics().regions_hashed, 0U);
}

TEST_F(ObservedSessionTest, close__on_a_dead_session_ends_at_once) {
  const auto session = connect_observed(Mode::kMessage, true, {});
  EXPECT_TRUE(device_->end_session("1"));
  std::vector<std::byte> memory(512);
  EXPECT_EQ(code_of([&] { write_bytes(*session, 0, memory, 5s); }), "session_ended");
  EXPECT_EQ(code_of([&] { session->close(); }), "no failure");
}

TEST_F(ObservedSessionTest, out_of_band__tells_nothing_and_waits_for_nothing) {
  const auto session = connect_observed(Mode::kMessage, true, {.out_of_band = true});
  std::vector<std::byte> memory(512, std::byte{1});
  write_bytes(*session, 0, memory, 5s);
  EXPECT_EQ(session->patience(), std::chrono::nanoseconds::max());
  session->close();
  await_end_of_sessions();
  EXPECT_EQ(counted(OperationType::kWrite), 0U);
}

TEST_F(ObservedSessionTest, batch__that_no_message_can_carry_is_refused) {
  for (const std::uint32_t batch : {0U, 65U}) {
    EXPECT_EQ(code_of([&] { connect_observed(Mode::kMessage, false, {.batch = batch}); }), "usage");
  }
}

}  // namespace
}  // namespace memvol::client
