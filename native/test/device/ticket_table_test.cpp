#include "device/ticket_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace memvol::device {
namespace {

using std::chrono::seconds;

constexpr TicketHalf kClients{std::byte{7}};

SessionGrant grant_for(const std::string& volume_id) {
  return {
      .session_id = "s", .volume_id = volume_id, .client = "c", .length_bytes = 1, .rights = {}};
}

TEST(TicketTable, redeem__gives_the_grant_once) {
  TicketTable table;
  const auto now = TicketTable::Clock::now();
  const auto ticket = table.issue(grant_for("v"), kClients, now + seconds(10));
  const auto grant = table.redeem(ticket, now);
  ASSERT_TRUE(grant);
  EXPECT_EQ(grant->volume_id, "v");
  EXPECT_FALSE(table.redeem(ticket, now));
  EXPECT_EQ(table.statistics().refused, 1U);
}

TEST(TicketTable, redeem__expired_ticket_is_refused) {
  TicketTable table;
  const auto now = TicketTable::Clock::now();
  const auto ticket = table.issue(grant_for("v"), kClients, now + seconds(10));
  EXPECT_FALSE(table.redeem(ticket, now + seconds(10)));
  EXPECT_FALSE(table.redeem(ticket, now));
}

TEST(TicketTable, redeem__forged_ticket_is_refused) {
  TicketTable table;
  const auto now = TicketTable::Clock::now();
  auto ticket = table.issue(grant_for("v"), kClients, now + seconds(10));
  ticket[31] ^= std::byte{1};
  EXPECT_FALSE(table.redeem(ticket, now));
}

TEST(TicketTable, issue__never_repeats) {
  TicketTable table;
  std::set<Ticket> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(table.issue(grant_for("v"), kClients, TicketTable::Clock::now() + seconds(10)));
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(TicketTable, revoke_session__drops_its_ticket_only) {
  TicketTable table;
  const auto now = TicketTable::Clock::now();
  auto other = grant_for("v");
  other.session_id = "t";
  const auto gone = table.issue(grant_for("v"), kClients, now + seconds(10));
  const auto kept = table.issue(other, kClients, now + seconds(10));
  EXPECT_TRUE(table.revoke_session("s"));
  EXPECT_FALSE(table.revoke_session("s"));
  EXPECT_FALSE(table.redeem(gone, now));
  EXPECT_TRUE(table.redeem(kept, now));
}

TEST(TicketTable, revoke_session__of_an_expired_ticket_has_nothing_to_revoke) {
  TicketTable table;
  table.issue(grant_for("v"), kClients, TicketTable::Clock::now());
  EXPECT_FALSE(table.revoke_session("s"));
}

TEST(TicketTable, revoke_volume__drops_its_tickets_only) {
  TicketTable table;
  const auto now = TicketTable::Clock::now();
  const auto gone = table.issue(grant_for("a"), kClients, now + seconds(10));
  const auto kept = table.issue(grant_for("b"), kClients, now + seconds(10));
  table.revoke_volume("a");
  EXPECT_FALSE(table.redeem(gone, now));
  EXPECT_TRUE(table.redeem(kept, now));
}

}  // namespace
}  // namespace memvol::device
