// Requests for atomic operations as a client of ours would never send them. The device answers
// why it refuses, counts it, changes nothing and goes on, with this session as with others.
#include <cstdint>
#include <string>
#include <vector>

#include "atomics/message.hpp"
#include "isolation_fixture.hpp"
#include "observation/mode.hpp"

namespace memvol::device {
namespace {

using atomics::Answer;
using atomics::Kind;
using atomics::Outcome;
using observation::Mode;

constexpr std::uint64_t kMax = ~std::uint64_t{0};
constexpr Rights kAtomicOnly{.read = false, .write = false, .atomic = true};

class AtomicAttackTest : public IsolationTest {
 protected:
  static Answer ask(RogueClient& client, const atomics::Operation& operation) {
    const auto answer = atomics::decode_answer(
        client.ask(atomics::encode_request({.id = 77, .operation = operation})));
    if (!answer) {
      ADD_FAILURE() << "the device did not answer";
      return {};
    }
    EXPECT_EQ(answer->id, 77U);
    return *answer;
  }

  static void expect_refused_for(RogueClient& client, Outcome why, std::uint64_t offset_bytes) {
    for (const auto kind : {Kind::kFetchAdd, Kind::kCompareSwap}) {
      const auto answer =
          ask(client, {.kind = kind, .offset_bytes = offset_bytes, .operand = 1, .expected = 0});
      EXPECT_EQ(answer.outcome, why) << offset_bytes;
      // It tells nothing of what stands there.
      EXPECT_EQ(answer.old_value, 0U);
    }
  }

  std::uint64_t refused_by_session() {
    const auto sessions = device_->sessions();
    const auto id = std::to_string(session_count_);
    for (const auto& session : sessions) {
      if (session.grant.session_id == id) return session.statistics.refused;
    }
    ADD_FAILURE() << "the session has ended";
    return 0;
  }
};

TEST_F(AtomicAttackTest, good_request__works_so_that_the_attacks_mean_something) {
  const auto client = rogue(kAtomicOnly);
  const auto before = ask(*client, {.offset_bytes = 64, .operand = 5});
  EXPECT_EQ(before.outcome, Outcome::kDone);
  EXPECT_EQ(ask(*client, {.offset_bytes = 64, .operand = kMax - 4}).old_value,
            before.old_value + 5);
  EXPECT_EQ(refused_by_session(), 0U);
  expect_others_unharmed();
}

TEST_F(AtomicAttackTest, outside_of_the_range__is_refused) {
  const auto client = rogue(kAtomicOnly);
  std::uint64_t attacks = 0;
  for (const auto offset :
       {kRogueBytes - 7, kRogueBytes - 4, kRogueBytes, kRogueBytes + 8,
        kNeighbourOffset - kRogueOffset, kVolumeBytes, std::uint64_t{1} << 63,
        // Below the range, and around 2^64.
        std::uint64_t{0} - 8, std::uint64_t{0} - kRogueOffset, kMax, kMax - 6}) {
    expect_refused_for(*client, Outcome::kOutOfRange, offset);
    attacks += 2;
  }
  EXPECT_EQ(refused_by_session(), attacks);
  expect_others_unharmed();
}

TEST_F(AtomicAttackTest, misaligned__is_refused) {
  const auto client = rogue(kAtomicOnly);
  for (std::uint64_t offset = 1; offset < 8; ++offset) {
    expect_refused_for(*client, Outcome::kMisaligned, offset);
  }
  EXPECT_EQ(refused_by_session(), 14U);
  expect_others_unharmed();
}

TEST_F(AtomicAttackTest, without_the_right__is_refused_in_every_mode) {
  for (const auto mode :
       {Mode::kNone, Mode::kHash, Mode::kImmediate, Mode::kMessage, Mode::kScratch}) {
    for (const auto& rights : {kReadWrite, Rights{.read = true}, Rights{.write = true}}) {
      const auto client = rogue(rights, mode);
      expect_refused_for(*client, Outcome::kDenied, 0);
      EXPECT_EQ(refused_by_session(), 2U);
    }
  }
  expect_others_unharmed();
}

TEST_F(AtomicAttackTest, one_sided_access__with_the_right_to_atomics_alone_is_refused) {
  for (const auto operation : kRogueOperations) {
    const auto client = rogue(kAtomicOnly);
    const auto& range = client->grant().range;
    EXPECT_EQ(range.base, 0U);
    EXPECT_EQ(range.key, 0U);
    expect_refused(*client, operation, {range.base, 8, range.key});
    expect_refused(*rogue(kAtomicOnly), operation, {range.base + kRogueOffset, 8, range.key});
  }
  expect_others_unharmed();
}

TEST_F(AtomicAttackTest, what_is_no_request__is_refused_and_the_session_goes_on) {
  const auto client = rogue(kAtomicOnly);
  const auto good =
      atomics::encode_request({.id = 1, .operation = {.offset_bytes = 0, .operand = 0}});
  std::uint64_t attacks = 0;
  for (std::size_t size = 2; size < good.size(); ++size) {
    client->tell(std::span(good).first(size));
    ++attacks;
  }
  auto unknown = good;
  unknown[2] = std::byte{2};
  client->tell(unknown);
  ++attacks;
  EXPECT_EQ(ask(*client, {.offset_bytes = 0, .operand = 0}).outcome, Outcome::kDone);
  EXPECT_EQ(refused_by_session(), attacks);
  expect_others_unharmed();
}

// Its answers fill the connection until the device can send no more: it waits and others do not.
TEST_F(AtomicAttackTest, client_that_takes_no_answers__holds_nobody_up) {
  const auto client = rogue(kAtomicOnly);
  const auto request =
      atomics::encode_request({.id = 1, .operation = {.offset_bytes = 8, .operand = 0}});
  for (int i = 0; i < 20'000; ++i) {
    try {
      client->tell(request);
    } catch (const Failure&) {
      break;
    }
  }
  expect_others_unharmed();
}

TEST_F(AtomicAttackTest, ended_session__changes_nothing_any_more) {
  const auto client = rogue(kAtomicOnly);
  EXPECT_EQ(ask(*client, {.offset_bytes = 0, .operand = 0}).outcome, Outcome::kDone);
  EXPECT_TRUE(device_->end_session(std::to_string(session_count_)));
  EXPECT_TRUE(
      client
          ->ask(atomics::encode_request({.id = 1, .operation = {.offset_bytes = 0, .operand = 1}}))
          .empty());
  expect_others_unharmed();
}

}  // namespace
}  // namespace memvol::device
