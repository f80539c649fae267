#include "client/fifo.hpp"

#include <gtest/gtest.h>

namespace memvol::client {
namespace {

TEST(Fifo, items__come_out_in_order_across_the_end) {
  Fifo<int> fifo(3);
  int pushed = 0;
  int popped = 0;
  for (int round = 0; round < 10; ++round) {
    while (fifo.size() < fifo.capacity()) fifo.push(pushed++);
    EXPECT_EQ(fifo[0], popped);
    EXPECT_EQ(fifo[2], popped + 2);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(fifo.front(), popped++);
      fifo.pop();
    }
  }
  EXPECT_EQ(fifo.size(), 1U);
  fifo.pop();
  EXPECT_TRUE(fifo.empty());
}

}  // namespace
}  // namespace memvol::client
