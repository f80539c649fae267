#include "client/ledger.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace memvol::client {
namespace {

std::vector<std::uint32_t> reportable(Ledger& ledger) {
  std::array<std::uint32_t, 8> slots;
  const auto count = ledger.take_reportable(slots);
  return {slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(count)};
}

void tell_of(Ledger& ledger, std::uint32_t slot) {
  ledger.tell(1);
  ledger.await(slot);
}

using Slots = std::vector<std::uint32_t>;

TEST(Ledger, unacknowledged__reports_at_completion_and_counts) {
  Ledger ledger(4, false);
  tell_of(ledger, 1);
  EXPECT_TRUE(ledger.complete(1));
  EXPECT_TRUE(ledger.complete(3));
  EXPECT_EQ(ledger.told(), 1U);
  EXPECT_EQ(reportable(ledger), Slots{});
}

TEST(Ledger, completion_before_acknowledgement__waits_for_it) {
  Ledger ledger(4, true);
  tell_of(ledger, 2);
  EXPECT_FALSE(ledger.complete(2));
  EXPECT_EQ(reportable(ledger), Slots{});
  ledger.acknowledge(1);
  EXPECT_EQ(reportable(ledger), Slots{2});
  EXPECT_EQ(reportable(ledger), Slots{});
}

TEST(Ledger, acknowledgement_before_completion__reports_at_completion) {
  Ledger ledger(4, true);
  tell_of(ledger, 2);
  ledger.acknowledge(1);
  EXPECT_EQ(reportable(ledger), Slots{});
  EXPECT_TRUE(ledger.complete(2));
  EXPECT_EQ(reportable(ledger), Slots{});
}

TEST(Ledger, slots__are_reported_in_the_order_told_and_up_to_the_number) {
  Ledger ledger(4, true);
  for (const std::uint32_t slot : {3U, 0U, 2U}) tell_of(ledger, slot);
  for (const std::uint32_t slot : {0U, 2U, 3U}) EXPECT_FALSE(ledger.complete(slot));
  ledger.acknowledge(2);
  EXPECT_EQ(reportable(ledger), (Slots{3, 0}));
  ledger.acknowledge(3);
  EXPECT_EQ(reportable(ledger), Slots{2});
}

TEST(Ledger, operations_told_together__wait_for_all_of_them) {
  Ledger ledger(4, true);
  EXPECT_FALSE(ledger.complete(0));
  EXPECT_FALSE(ledger.complete(1));
  ledger.tell(2);
  ledger.await(0);
  ledger.await(1);
  ledger.acknowledge(1);
  EXPECT_EQ(reportable(ledger), Slots{});
  ledger.acknowledge(2);
  EXPECT_EQ(reportable(ledger), (Slots{0, 1}));
}

TEST(Ledger, slot__can_be_used_again_once_reported) {
  Ledger ledger(1, true);
  for (std::uint64_t number = 1; number <= 5; ++number) {
    tell_of(ledger, 0);
    EXPECT_FALSE(ledger.complete(0));
    ledger.acknowledge(number);
    EXPECT_EQ(reportable(ledger), Slots{0});
  }
}

TEST(Ledger, older_or_impossible_number__changes_nothing) {
  Ledger ledger(2, true);
  ledger.acknowledge(100);
  tell_of(ledger, 0);
  EXPECT_FALSE(ledger.complete(0));
  ledger.acknowledge(1);
  EXPECT_EQ(reportable(ledger), Slots{0});
  ledger.acknowledge(0);
  tell_of(ledger, 1);
  EXPECT_FALSE(ledger.complete(1));
  EXPECT_EQ(reportable(ledger), Slots{});
}

TEST(Ledger, little_room__leaves_the_rest_for_later) {
  Ledger ledger(3, true);
  for (std::uint32_t slot = 0; slot < 3; ++slot) {
    tell_of(ledger, slot);
    EXPECT_FALSE(ledger.complete(slot));
  }
  ledger.acknowledge(3);
  std::array<std::uint32_t, 2> slots;
  EXPECT_EQ(ledger.take_reportable(slots), 2U);
  EXPECT_EQ(reportable(ledger), Slots{2});
}

}  // namespace
}  // namespace memvol::client
