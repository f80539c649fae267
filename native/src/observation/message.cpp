#include "observation/message.hpp"

#include <algorithm>

#include "base/little_endian.hpp"

namespace memvol::observation {

namespace {

constexpr std::byte kVersion{1};

enum class Kind : std::uint8_t { kNotification = 1, kFarewell = 2, kAcknowledgement = 3 };

std::size_t put_header(std::span<std::byte> room, Kind kind, std::size_t count, const Told& told) {
  std::fill_n(room.begin(), kMessageHeaderBytes, std::byte{0});
  room[0] = kVersion;
  room[1] = static_cast<std::byte>(kind);
  put_little_endian(&room[2], static_cast<std::uint16_t>(count));
  put_little_endian(&room[8], told.done);
  put_little_endian(&room[16], told.announced);
  return kMessageHeaderBytes;
}

void put_record(std::byte* at, const Record& record) {
  put_little_endian(at, record.extent.offset_bytes);
  put_little_endian(at + 8, record.extent.length_bytes);
  put_little_endian(at + 16, record.bytes);
  put_little_endian(at + 24, record.operations);
  at[28] = static_cast<std::byte>(record.type);
  at[29] = static_cast<std::byte>(record.phase);
  at[30] = at[31] = std::byte{0};
}

std::optional<Record> get_record(const std::byte* at) {
  const auto type = std::to_integer<std::uint8_t>(at[28]);
  const auto phase = std::to_integer<std::uint8_t>(at[29]);
  if (type >= kOperationTypeCount || phase > static_cast<std::uint8_t>(Phase::kAfter)) {
    return std::nullopt;
  }
  return Record{.type = static_cast<OperationType>(type),
                .phase = static_cast<Phase>(phase),
                .operations = get_little_endian<std::uint32_t>(at + 24),
                .extent = {.offset_bytes = get_little_endian<std::uint64_t>(at),
                           .length_bytes = get_little_endian<std::uint64_t>(at + 8)},
                .bytes = get_little_endian<std::uint64_t>(at + 16)};
}

std::optional<Message> get_notification(std::span<const std::byte> bytes, std::size_t count) {
  if (count > kMessageRecordsMax) return std::nullopt;
  if (bytes.size() < kMessageHeaderBytes + count * kMessageRecordBytes) return std::nullopt;
  Notification notification;
  notification.records.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto record = get_record(&bytes[kMessageHeaderBytes + i * kMessageRecordBytes]);
    if (!record) return std::nullopt;
    notification.records.push_back(*record);
  }
  return notification;
}

}  // namespace

std::size_t encode_notification(std::span<const Record> records, std::span<std::byte> room) {
  std::size_t at = put_header(room, Kind::kNotification, records.size(), {});
  for (const Record& record : records) {
    put_record(&room[at], record);
    at += kMessageRecordBytes;
  }
  return at;
}

std::size_t encode_farewell(const Farewell& farewell, std::span<std::byte> room) {
  return put_header(room, Kind::kFarewell, 0, farewell.told);
}

std::size_t encode_acknowledgement(const Acknowledgement& acknowledgement,
                                   std::span<std::byte> room) {
  return put_header(room, Kind::kAcknowledgement, 0, acknowledgement.told);
}

std::optional<Message> decode_message(std::span<const std::byte> bytes) {
  if (bytes.size() < kMessageHeaderBytes || bytes[0] != kVersion) return std::nullopt;
  const std::size_t count = get_little_endian<std::uint16_t>(&bytes[2]);
  const Told told{.done = get_little_endian<std::uint64_t>(&bytes[8]),
                  .announced = get_little_endian<std::uint64_t>(&bytes[16])};
  switch (std::to_integer<std::uint8_t>(bytes[1])) {
    case static_cast<std::uint8_t>(Kind::kNotification):
      return get_notification(bytes, count);
    case static_cast<std::uint8_t>(Kind::kFarewell):
      return Farewell{.told = told};
    case static_cast<std::uint8_t>(Kind::kAcknowledgement):
      return Acknowledgement{.told = told};
    default:
      return std::nullopt;
  }
}

}  // namespace memvol::observation
