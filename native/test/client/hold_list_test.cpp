#include "client/hold_list.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "fake_sink.hpp"

namespace memvol::client {
namespace {

class HoldListTest : public testing::Test {
 protected:
  void hold(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i, ++next_slot_) {
      held_.hold(write_at_region(next_slot_ % kSlots, std::uint64_t{next_slot_} * 2));
    }
  }
  void announce(std::size_t operations_max = 4) { held_.announce(sink_, batch_, operations_max); }
  // The slots that are posted when operations up to `permitted` may be.
  std::vector<std::uint32_t> release(std::uint64_t permitted, std::size_t accepted = kSlots) {
    std::vector<std::uint32_t> posted;
    held_.release(permitted, [&](const Operation& operation) {
      if (posted.size() == accepted) return false;
      posted.push_back(operation.slot);
      return true;
    });
    return posted;
  }

  using Slots = std::vector<std::uint32_t>;
  static constexpr std::uint32_t kSlots = 8;

  FakeSink sink_;
  observation::Batch batch_ = batch_for_tests();
  HoldList held_{kSlots};
  std::uint32_t next_slot_ = 0;
};

TEST_F(HoldListTest, unannounced__is_never_posted) {
  hold(3);
  EXPECT_EQ(release(100), Slots{});
  sink_.room_records = 0;
  announce();
  EXPECT_EQ(release(100), Slots{});
  sink_.room_records = 64;
  sink_.busy = true;
  announce();
  EXPECT_EQ(release(100), Slots{});
  EXPECT_EQ(held_.announced(), 0U);
  EXPECT_EQ(held_.unannounced(), 3U);
}

TEST_F(HoldListTest, announced__is_posted_in_order) {
  hold(3);
  announce();
  ASSERT_EQ(sink_.batches.size(), 1U);
  for (const auto& record : sink_.batches[0]) {
    EXPECT_EQ(record.phase, observation::Phase::kBefore);
  }
  EXPECT_EQ(release(held_.announced()), (Slots{0, 1, 2}));
  EXPECT_TRUE(held_.empty());
}

TEST_F(HoldListTest, many__are_announced_in_batches) {
  hold(7);
  announce(3);
  ASSERT_EQ(sink_.batches.size(), 3U);
  EXPECT_EQ(sink_.batches[0].size(), 3U);
  EXPECT_EQ(sink_.batches[2].size(), 1U);
  EXPECT_EQ(held_.announced(), 7U);
}

TEST_F(HoldListTest, permission__is_a_number_of_operations) {
  hold(4);
  announce();
  EXPECT_EQ(release(0), Slots{});
  EXPECT_EQ(release(3), (Slots{0, 1, 2}));
  hold(2);
  announce();
  EXPECT_EQ(release(3), Slots{});
  EXPECT_EQ(release(5), (Slots{3, 4}));
  EXPECT_EQ(release(6), (Slots{5}));
}

TEST_F(HoldListTest, busy_provider__keeps_the_rest_in_order) {
  hold(4);
  announce();
  EXPECT_EQ(release(4, 1), (Slots{0}));
  EXPECT_EQ(held_.released(), 1U);
  EXPECT_EQ(release(4), (Slots{1, 2, 3}));
}

TEST_F(HoldListTest, long_use__numbers_go_on) {
  for (std::uint32_t round = 1; round <= 20; ++round) {
    hold(kSlots);
    announce();
    EXPECT_EQ(release(held_.announced()).size(), kSlots);
    EXPECT_EQ(held_.announced(), std::uint64_t{kSlots} * round);
  }
}

}  // namespace
}  // namespace memvol::client
