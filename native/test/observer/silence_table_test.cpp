#include "observer/silence_table.hpp"

#include <gtest/gtest.h>

namespace memvol::observer {
namespace {

using std::chrono::seconds;

constexpr Clock::time_point at(int second) { return Clock::time_point(seconds(second)); }
constexpr seconds kTimeout{8};

std::shared_ptr<Heard> heard_at(int second) {
  return std::make_shared<Heard>(observation::RegionRange{0, 1}, at(second));
}

TEST(SilenceTable, take_silent__those_not_heard_for_the_timeout) {
  SilenceTable table(kTimeout);
  const auto silent = heard_at(100);
  const auto busy = heard_at(100);
  table.add(silent);
  table.add(busy);
  EXPECT_EQ(table.next(), at(108));
  EXPECT_TRUE(table.take_silent(at(107)).empty());
  EXPECT_FALSE(busy->speaks_at(at(105)));
  const auto taken = table.take_silent(at(108));
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].session.lock(), silent);
  EXPECT_EQ(table.next(), at(113));
}

TEST(SilenceTable, put_back__twice_as_long_where_nothing_was_found) {
  SilenceTable table(kTimeout);
  const auto session = heard_at(100);
  table.add(session);
  table.put_back(table.take_silent(at(108)).at(0), false, at(108));
  EXPECT_EQ(table.next(), at(124));
  table.put_back(table.take_silent(at(124)).at(0), false, at(124));
  EXPECT_EQ(table.next(), at(156));
  table.put_back(table.take_silent(at(156)).at(0), true, at(156));
  EXPECT_EQ(table.next(), at(164));
}

TEST(SilenceTable, add__again_when_heard_after_a_long_silence) {
  SilenceTable table(kTimeout);
  const auto session = heard_at(100);
  table.add(session);
  table.put_back(table.take_silent(at(108)).at(0), false, at(108));
  ASSERT_TRUE(session->speaks_at(at(110)));
  EXPECT_FALSE(session->speaks_at(at(111)));
  table.add(session);
  EXPECT_EQ(table.next(), at(119));
  ASSERT_EQ(table.take_silent(at(119)).size(), 1U);
  // The older entry counts no more.
  EXPECT_TRUE(table.take_silent(at(124)).empty());
  EXPECT_EQ(table.next(), std::nullopt);
}

TEST(SilenceTable, take_silent__forgets_sessions_that_are_gone) {
  SilenceTable table(kTimeout);
  table.add(heard_at(100));
  EXPECT_TRUE(table.take_silent(at(200)).empty());
  EXPECT_EQ(table.next(), std::nullopt);
}

TEST(SilenceTable, next__many_sessions_wake_together) {
  SilenceTable table(kTimeout);
  std::vector<std::shared_ptr<Heard>> sessions;
  for (int i = 0; i < 1000; ++i) {
    sessions.push_back(std::make_shared<Heard>(observation::RegionRange{0, 1},
                                               at(100) + std::chrono::milliseconds(8 * i)));
    table.add(sessions.back());
  }
  int wakes = 0;
  while (table.next()) {
    table.take_silent(*table.next());
    ++wakes;
  }
  EXPECT_EQ(wakes, 9);
}

}  // namespace
}  // namespace memvol::observer
