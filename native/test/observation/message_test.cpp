#include "observation/message.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "generator.hpp"

namespace memvol::observation {
namespace {

using Room = std::array<std::byte, kMessageSizeMaxBytes>;

std::vector<Record> some_records(Generator& generator, std::size_t count) {
  const Geometry geometry(std::uint64_t{1} << 40, std::uint64_t{1} << 20);
  std::vector<Record> records;
  for (std::size_t i = 0; i < count; ++i) records.push_back(generator.record(geometry));
  return records;
}

TEST(Message, notification__comes_back_as_it_was) {
  Generator generator(4);
  for (std::size_t count = 0; count <= kMessageRecordsMax; ++count) {
    const auto records = some_records(generator, count);
    Room room;
    const std::size_t size = encode_notification(records, room);
    EXPECT_EQ(size, kMessageHeaderBytes + count * kMessageRecordBytes);
    const auto message = decode_message(std::span(room).first(size));
    ASSERT_TRUE(message);
    ASSERT_TRUE(std::holds_alternative<Notification>(*message));
    EXPECT_EQ(std::get<Notification>(*message).records, records);
  }
}

TEST(Message, farewell_and_acknowledgement__come_back_as_they_were) {
  const Told told{.done = ~std::uint64_t{0} - 1, .announced = std::uint64_t{1} << 40};
  std::array<std::byte, kMessageHeaderBytes> room;
  ASSERT_EQ(encode_farewell({.told = told}, room), room.size());
  auto message = decode_message(room);
  ASSERT_TRUE(message && std::holds_alternative<Farewell>(*message));
  EXPECT_EQ(std::get<Farewell>(*message).told, told);
  ASSERT_EQ(encode_acknowledgement({.told = told}, room), room.size());
  message = decode_message(room);
  ASSERT_TRUE(message && std::holds_alternative<Acknowledgement>(*message));
  EXPECT_EQ(std::get<Acknowledgement>(*message).told, told);
}

TEST(Message, decode__refuses_every_truncation) {
  Generator generator(5);
  Room room;
  const std::size_t size = encode_notification(some_records(generator, 3), room);
  for (std::size_t length = 0; length < size; ++length) {
    EXPECT_FALSE(decode_message(std::span(room).first(length))) << length;
  }
}

TEST(Message, decode__refuses_fields_without_meaning) {
  Generator generator(6);
  Room room;
  const std::size_t size = encode_notification(some_records(generator, 2), room);
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Room changed = room;
    changed[at] = std::byte{value};
    return decode_message(std::span(changed).first(size)).has_value();
  };
  EXPECT_FALSE(with(0, 0));
  EXPECT_FALSE(with(0, 2));
  EXPECT_FALSE(with(1, 0));
  EXPECT_FALSE(with(1, 4));
  EXPECT_FALSE(with(2, kMessageRecordsMax + 1));
  EXPECT_FALSE(with(3, 1));
  const std::size_t second = kMessageHeaderBytes + kMessageRecordBytes;
  EXPECT_FALSE(with(second + 28, kOperationTypeCount));
  EXPECT_FALSE(with(second + 29, 2));
}

TEST(Message, decode__survives_any_bytes) {
  Generator generator(7);
  std::array<std::byte, kMessageSizeMaxBytes + 64> room;
  std::uint64_t understood = 0;
  for (int i = 0; i < 300'000; ++i) {
    const std::size_t size = generator.below(room.size() + 1) >> generator.below(8);
    // Of exactly that size, so that a sanitizer sees a byte too many being read.
    std::vector<std::byte> bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::byte>(generator.below(4));
    // Often enough a header that is nearly right.
    if (size > 3 && generator.below(2) == 0) {
      bytes[0] = std::byte{1};
      bytes[3] = std::byte{0};
    }
    const auto message = decode_message(bytes);
    if (!message) continue;
    ++understood;
    if (const auto* notification = std::get_if<Notification>(&*message)) {
      ASSERT_LE(notification->records.size(), kMessageRecordsMax);
      ASSERT_LE(kMessageHeaderBytes + notification->records.size() * kMessageRecordBytes, size);
    }
  }
  EXPECT_GT(understood, 1000U);
}

}  // namespace
}  // namespace memvol::observation
