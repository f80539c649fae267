#include "client/outbox.hpp"

#include <gtest/gtest.h>

#include <array>

#include "fake_sink.hpp"

namespace memvol::client {
namespace {

using namespace std::chrono_literals;

class OutboxTest : public testing::Test {
 protected:
  Outbox outbox(std::chrono::nanoseconds linger) {
    return {sink_, ledger_, batch_for_tests(), {.capacity = 12, .batch = kBatch, .linger = linger}};
  }
  void add(Outbox& outbox, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i, ++next_) {
      outbox.add(write_at_region(next_ % kSlots, std::uint64_t{next_} * 2));
    }
  }

  static constexpr std::size_t kBatch = 4;
  static constexpr std::uint32_t kSlots = 8;

  FakeSink sink_;
  Ledger ledger_{kSlots, false};
  std::uint32_t next_ = 0;
};

TEST_F(OutboxTest, less_than_a_batch__lingers) {
  Outbox box = outbox(1h);
  add(box, 3);
  box.send(Due::kByNow);
  EXPECT_TRUE(sink_.batches.empty());
  EXPECT_EQ(ledger_.told(), 0U);
  EXPECT_GT(box.patience(), 59min);
  EXPECT_LE(box.patience(), 1h);
}

TEST_F(OutboxTest, linger_over__sends_what_there_is) {
  Outbox box = outbox(0ns);
  add(box, 3);
  box.send(Due::kByNow);
  ASSERT_EQ(sink_.batches.size(), 1U);
  EXPECT_EQ(sink_.batches[0].size(), 3U);
  EXPECT_EQ(ledger_.told(), 3U);
  EXPECT_EQ(box.patience(), std::chrono::nanoseconds::max());
}

TEST_F(OutboxTest, batch__goes_at_once_and_the_rest_lingers) {
  Outbox box = outbox(1h);
  add(box, 10);
  box.send(Due::kByNow);
  ASSERT_EQ(sink_.batches.size(), 2U);
  EXPECT_EQ(sink_.batches[1].size(), kBatch);
  EXPECT_EQ(ledger_.told(), 8U);
  EXPECT_FALSE(box.empty());
  box.send(Due::kAtOnce);
  EXPECT_EQ(ledger_.told(), 10U);
  EXPECT_TRUE(box.empty());
}

TEST_F(OutboxTest, busy_sink__keeps_everything_in_order_and_says_when_it_is_full) {
  Outbox box = outbox(0ns);
  sink_.room_records = 0;
  add(box, 8);
  box.send(Due::kByNow);
  EXPECT_EQ(box.patience(), 0ns);
  EXPECT_TRUE(box.has_room(4));
  EXPECT_FALSE(box.has_room(5));
  sink_.room_records = 64;
  sink_.busy = true;
  add(box, 4);
  box.send(Due::kAtOnce);
  EXPECT_EQ(ledger_.told(), 0U);
  EXPECT_FALSE(box.has_room(1));
  sink_.busy = false;
  box.send(Due::kByNow);
  EXPECT_EQ(ledger_.told(), 12U);
  std::uint64_t region = 0;
  for (const auto& batch : sink_.batches) {
    for (const auto& record : batch) {
      EXPECT_EQ(record.extent.offset_bytes, region * kRegionBytes);
      EXPECT_EQ(record.phase, observation::Phase::kAfter);
      region += 2;
    }
  }
}

TEST_F(OutboxTest, little_room__splits_a_batch) {
  Outbox box = outbox(1h);
  sink_.room_records = 3;
  add(box, 4);
  box.send(Due::kByNow);
  ASSERT_EQ(sink_.batches.size(), 1U);
  EXPECT_EQ(sink_.batches[0].size(), 3U);
  EXPECT_EQ(ledger_.told(), 3U);
}

TEST_F(OutboxTest, operations_of_one_region__are_one_record) {
  Outbox box = outbox(1h);
  for (std::uint32_t slot = 0; slot < kBatch; ++slot) box.add(write_at_region(slot, 7));
  box.send(Due::kByNow);
  ASSERT_EQ(sink_.batches.size(), 1U);
  ASSERT_EQ(sink_.batches[0].size(), 1U);
  EXPECT_EQ(sink_.batches[0][0].operations, kBatch);
  EXPECT_EQ(ledger_.told(), kBatch);
}

TEST_F(OutboxTest, acknowledged__every_operation_of_a_batch_waits_for_its_last) {
  Ledger ledger(kSlots, true);
  Outbox box(sink_, ledger, batch_for_tests(), {.capacity = 8, .batch = kBatch, .linger = 1h});
  add(box, 4);
  for (std::uint32_t slot = 0; slot < 4; ++slot) EXPECT_FALSE(ledger.complete(slot));
  box.send(Due::kByNow);
  std::array<std::uint32_t, kSlots> slots;
  ledger.acknowledge(3);
  EXPECT_EQ(ledger.take_reportable(slots), 0U);
  ledger.acknowledge(4);
  EXPECT_EQ(ledger.take_reportable(slots), 4U);
}

}  // namespace
}  // namespace memvol::client
