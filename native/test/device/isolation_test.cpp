// What keeps one client out of another's bytes: each test is an attack on the real fabric.
#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "isolation_fixture.hpp"
#include "observation/ring.hpp"

namespace memvol::device {
namespace {

constexpr std::uint64_t kMax = ~std::uint64_t{0};

using KeysOfOthersTest = IsolationTest;

TEST_F(KeysOfOthersTest, own_key__works_so_that_the_attacks_mean_something) {
  for (const auto operation : kRogueOperations) {
    const auto client = rogue();
    const auto& range = client->grant().range;
    EXPECT_EQ(client->grant().length_bytes, kRogueBytes);
    EXPECT_EQ(client->succeeds(operation, {range.base + kRogueBytes - 100, 100, range.key}),
              is_known(operation));
    EXPECT_EQ(client->has_learnt(), operation == RogueOperation::kRead);
  }
}

TEST_F(KeysOfOthersTest, another_sessions_key__is_refused) {
  for (const auto* other : {neighbour_.get(), other_volume_.get()}) {
    for (const auto operation : kRogueOperations) {
      const auto& range = other->grant().range;
      for (const std::uint64_t length : {1, 4096, 1 << 16}) {
        expect_refused(*rogue(), operation, {range.base, length, range.key});
      }
    }
  }
  expect_others_unharmed();
}

TEST_F(KeysOfOthersTest, keys_near_ones_own__are_refused) {
  std::size_t turn = 0;
  const auto expect_key_refused = [&](auto key_from) {
    const auto client = rogue();
    const auto& range = client->grant().range;
    const auto operation = kRogueOperations[turn++ % kRogueOperations.size()];
    expect_refused(*client, operation, {range.base, 64, key_from(range.key)});
  };
  const unsigned bits = neighbour_->has_adapter_keys() ? 32 : 64;
  for (unsigned bit = 0; bit < bits; ++bit) {
    expect_key_refused([&](std::uint64_t key) { return key ^ (std::uint64_t{1} << bit); });
  }
  for (const std::uint64_t step : {1, 2, 3, 4096}) {
    expect_key_refused([&](std::uint64_t key) { return key + step; });
    expect_key_refused([&](std::uint64_t key) { return key - step; });
  }
  for (const std::uint64_t guess : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, kMax}) {
    expect_key_refused([&](std::uint64_t) { return guess; });
  }
  expect_others_unharmed();
}

TEST_F(KeysOfOthersTest, keys__of_many_sessions_differ_and_where_we_choose_lie_far_apart) {
  std::set<std::uint64_t> keys;
  std::vector<std::unique_ptr<RogueClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(rogue());
    keys.insert(clients.back()->grant().range.key);
  }
  ASSERT_EQ(keys.size(), 50U);
  if (neighbour_->has_adapter_keys()) return;
  for (auto key = keys.begin(); std::next(key) != keys.end(); ++key) {
    // By chance: once in some hundred thousand runs.
    EXPECT_GT(*std::next(key) - *key, std::uint64_t{1} << 34);
  }
}

class RangeTest : public IsolationTest, public ::testing::WithParamInterface<RogueOperation> {
 protected:
  // Below, at the end of, and across the range of `size` bytes at `range`, and around 2^64.
  static std::vector<RemoteExtent> extents_around(const RemoteWindow& range, std::uint64_t size) {
    const std::uint64_t end = range.base + size;
    std::vector<RemoteExtent> extents;
    for (const std::uint64_t length : {1, 2, 4096, 1 << 16}) {
      for (const auto address : {
               range.base - length,  // just below
               range.base - 1,       // across the start, where longer than a byte
               end - length + 1,     // across the end by one byte
               end,                  // just above
               end + 4096,
               range.base + kVolumeBytes,
               std::uint64_t{0} - length,          // up to 2^64
               std::uint64_t{0} - length / 2 - 1,  // and across it
               std::uint64_t{1} << 63,
           }) {
        extents.push_back({address, length, range.key});
      }
    }
    // Across both ends, and a whole turn around from within.
    extents.push_back({range.base - 1, std::min(size + 2, kLengthMax), range.key});
    extents.push_back({range.base + size / 2, std::min(size, kLengthMax), range.key});
    return extents;
  }

 private:
  static constexpr std::uint64_t kLengthMax = RogueClient::kLengthMaxBytes;
};

TEST_P(RangeTest, outside_of_the_range__is_refused) {
  const auto count = extents_around({}, kRogueBytes).size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto client = rogue();
    const auto extent = extents_around(client->grant().range, kRogueBytes)[i];
    SCOPED_TRACE(std::to_string(extent.length_bytes) + " bytes at " +
                 std::to_string(extent.address - client->grant().range.base));
    expect_refused(*client, GetParam(), extent);
  }
  expect_others_unharmed();
}

TEST_P(RangeTest, outside_of_the_scratch_region__is_refused) {
  const auto count = extents_around({}, observation::kRingSizeBytes).size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto client = rogue(kReadWrite, observation::Mode::kScratch);
    const auto extent = extents_around(client->grant().scratch, observation::kRingSizeBytes)[i];
    SCOPED_TRACE(std::to_string(extent.length_bytes) + " bytes at " +
                 std::to_string(extent.address - client->grant().scratch.base));
    expect_refused(*client, GetParam(), extent);
  }
  expect_others_unharmed();
}

std::string operation_name(const ::testing::TestParamInfo<RogueOperation>& info) {
  constexpr std::array kNames{"read", "write", "write_with_immediate"};
  return kNames[static_cast<std::size_t>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(operations, RangeTest, ::testing::ValuesIn(kRogueOperations),
                         operation_name);

using RightsTest = IsolationTest;

TEST_F(RightsTest, write__on_a_read_only_grant_is_refused) {
  for (const auto operation : {RogueOperation::kWrite, RogueOperation::kWriteWithImmediate}) {
    for (const std::uint64_t length : {std::uint64_t{1}, std::uint64_t{4096}, kRogueBytes}) {
      const auto client = rogue({.read = true, .write = false});
      const auto& range = client->grant().range;
      expect_refused(*client, operation, {range.base, length, range.key});
    }
  }
  expect_others_unharmed();
}

TEST_F(RightsTest, read__on_a_write_only_grant_is_refused) {
  for (const std::uint64_t length : {std::uint64_t{1}, std::uint64_t{4096}, kRogueBytes}) {
    const auto client = rogue({.read = false, .write = true});
    const auto& range = client->grant().range;
    expect_refused(*client, RogueOperation::kRead, {range.base, length, range.key});
  }
  expect_others_unharmed();
}

using RevokedTest = IsolationTest;

TEST_F(RevokedTest, key__of_an_ended_session_is_refused) {
  for (const auto operation : kRogueOperations) {
    const auto client = rogue();
    const auto ended = std::to_string(session_count_);
    const auto range = client->grant().range;
    EXPECT_TRUE(device_->end_session(ended));
    expect_refused(*client, operation, {range.base, 4096, range.key});
    // With a new ticket the old key is as good as any.
    expect_refused(*rogue(), operation, {range.base, 4096, range.key});
  }
  expect_others_unharmed();
}

TEST_F(RevokedTest, memory__of_a_deleted_volume_is_reached_no_more_and_comes_back_zeroed) {
  for (const auto operation : kRogueOperations) {
    device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
    RogueClient client(options(ticket(grant_of("x", 0, kVolumeBytes))));
    const auto range = client.grant().range;
    EXPECT_TRUE(client.succeeds(RogueOperation::kWrite, {range.base, 1 << 16, range.key}));
    device_->delete_volume("x");
    device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
    EXPECT_FALSE(client.succeeds(operation, {range.base, 4096, range.key}));
    std::vector<std::byte> all(kVolumeBytes, kRogueByte);
    client::read_bytes(*connect(ticket(grant_of("x", 0, kVolumeBytes))), 0, all, kPatience);
    EXPECT_EQ(std::count(all.begin(), all.end(), std::byte{0}),
              static_cast<std::ptrdiff_t>(kVolumeBytes));
    device_->delete_volume("x");
  }
  expect_others_unharmed();
}

}  // namespace
}  // namespace memvol::device
