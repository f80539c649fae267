#include "observer/changing_set.hpp"

#include <gtest/gtest.h>

namespace memvol::observer {
namespace {

using observation::Extent;

constexpr Extent kRange{1000, 100'000};

std::uint64_t operations_in(const ChangingSet& set) {
  std::uint64_t operations = 0;
  for (const auto& entry : set.entries()) operations += entry.operations;
  return operations;
}

TEST(ChangingSet, finish__of_one_leaves_another_of_the_same_extent) {
  ChangingSet set(kRange);
  set.announce({2000, 10}, 1);
  set.announce({2000, 10}, 1);
  EXPECT_EQ(set.entries().size(), 1U);
  set.finish({2000, 10}, 1);
  EXPECT_EQ(operations_in(set), 1U);
  set.finish({2000, 10}, 1);
  EXPECT_TRUE(set.entries().empty());
}

TEST(ChangingSet, finish__together_what_was_announced_one_by_one) {
  ChangingSet set(kRange);
  set.announce({2000, 10}, 1);
  set.announce({2010, 10}, 1);
  set.announce({3000, 10}, 1);
  set.finish({2000, 20}, 2);
  ASSERT_EQ(set.entries().size(), 1U);
  EXPECT_EQ(set.entries()[0].extent, (Extent{3000, 10}));
}

TEST(ChangingSet, finish__one_by_one_what_was_announced_together) {
  ChangingSet set(kRange);
  set.announce({2000, 20}, 2);
  set.finish({2000, 10}, 1);
  EXPECT_EQ(operations_in(set), 1U);
  set.finish({2010, 10}, 1);
  EXPECT_TRUE(set.entries().empty());
}

TEST(ChangingSet, finish__the_same_extent_comes_first) {
  ChangingSet set(kRange);
  set.announce({2000, 10}, 1);
  set.announce({2000, 20}, 1);
  set.finish({2000, 20}, 1);
  ASSERT_EQ(set.entries().size(), 1U);
  EXPECT_EQ(set.entries()[0].extent, (Extent{2000, 10}));
}

TEST(ChangingSet, finish__of_what_was_not_announced_changes_nothing) {
  ChangingSet set(kRange);
  set.announce({2000, 10}, 1);
  set.finish({3000, 10}, 5);
  EXPECT_EQ(operations_in(set), 1U);
}

TEST(ChangingSet, announce__beyond_the_limit_is_the_range_until_all_is_done) {
  ChangingSet set(kRange);
  for (std::uint64_t i = 0; i <= kChangingMax; ++i) set.announce({2000 + 10 * i, 10}, 1);
  ASSERT_EQ(set.entries().size(), 1U);
  EXPECT_EQ(set.entries()[0].extent, kRange);
  EXPECT_EQ(operations_in(set), kChangingMax + 1);
  set.finish({2000, 10 * (kChangingMax + 1)}, kChangingMax + 1);
  EXPECT_TRUE(set.entries().empty());
  set.announce({2000, 10}, 1);
  EXPECT_EQ(set.entries()[0].extent, (Extent{2000, 10}));
}

}  // namespace
}  // namespace memvol::observer
