#include "client/ring_space.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "observation/ring.hpp"

namespace memvol::client {
namespace {

using observation::kRingRecords;

TEST(RingSpace, full__has_no_room_until_the_device_releases) {
  RingSpace space;
  EXPECT_EQ(space.contiguous(), kRingRecords);
  space.written(kRingRecords);
  EXPECT_EQ(space.contiguous(), 0U);
  space.released(3);
  EXPECT_EQ(space.contiguous(), 3U);
}

TEST(RingSpace, end_of_the_ring__ends_a_write) {
  RingSpace space;
  space.written(kRingRecords - 2);
  space.released(kRingRecords - 2);
  EXPECT_EQ(space.contiguous(), 2U);
  space.written(2);
  EXPECT_EQ(space.contiguous(), kRingRecords - 2);
}

TEST(RingSpace, scarce__from_half_full_on) {
  RingSpace space;
  space.written(kRingRecords / 2);
  EXPECT_FALSE(space.scarce());
  space.written(1);
  EXPECT_TRUE(space.scarce());
  space.released(1);
  EXPECT_FALSE(space.scarce());
}

TEST(RingSpace, head_that_cannot_be__is_not_believed) {
  RingSpace space;
  space.written(10);
  space.released(11);
  EXPECT_EQ(space.contiguous(), kRingRecords - 10);
  space.released(6);
  space.released(5);
  space.written(kRingRecords - 10);
  EXPECT_EQ(space.contiguous(), 6U);
}

// A writer that follows RingSpace against the device's reader, which is slow by turns.
TEST(RingSpace, writer_and_reader__lose_and_overwrite_nothing) {
  alignas(8) static std::array<std::byte, observation::kRingSizeBytes> memory{};
  observation::RingReader reader(memory);
  RingSpace space;
  std::uint64_t read = 0;
  std::uint64_t stalls = 0;
  while (read < 5 * kRingRecords) {
    const auto count = std::min<std::size_t>(space.contiguous(), 37);
    for (std::size_t i = 0; i < count; ++i) {
      const auto sequence = space.next() + i;
      const auto words = observation::encode_ring_record(
          {.extent = {.offset_bytes = sequence, .length_bytes = 1}, .bytes = 1}, sequence);
      std::memcpy(&memory[observation::ring_offset(sequence)], words.data(), sizeof(words));
    }
    space.written(count);
    for (std::uint64_t i = 0; i < space.next() % 61; ++i) {
      const auto next = reader.take();
      if (next.state == observation::RingReader::State::kNothing) break;
      ASSERT_EQ(next.record.extent.offset_bytes, read++);
    }
    if (space.contiguous() == 0) {
      ++stalls;
      reader.publish_head();
      std::uint64_t head = 0;
      std::memcpy(&head, memory.data(), sizeof(head));
      space.released(head);
    }
  }
  EXPECT_GT(stalls, 0U);
}

}  // namespace
}  // namespace memvol::client
