// The messages of an observed session: notifications and a farewell from the client,
// acknowledgements from the device. All numbers little-endian.
//
//   header:  version 1 | kind 1 | record count 2 | zero 4 | done 8 | announced 8 = 24 bytes
//   record:  offset 8 | length 8 | bytes 8 | operations 4 | type 1 | phase 1 | zero 2 = 32
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "observation/record.hpp"

namespace memvol::observation {

inline constexpr std::size_t kMessageHeaderBytes = 24;
inline constexpr std::size_t kMessageRecordBytes = 32;
inline constexpr std::size_t kMessageRecordsMax = 64;
inline constexpr std::size_t kMessageSizeMaxBytes =
    kMessageHeaderBytes + kMessageRecordsMax * kMessageRecordBytes;

struct Notification {
  std::vector<Record> records;
};

// How many operations a session has told of so far.
struct Told {
  // Those that are done: by an immediate or by a record of phase `after`.
  std::uint64_t done = 0;
  // By a record of phase `before`.
  std::uint64_t announced = 0;

  bool operator==(const Told&) const = default;
};

// The client has told all that it did, and leaves. A session that ends without it, or with a
// count that is not the device's, may have written what it did not tell.
struct Farewell {
  Told told;
};

// The device has acted on so much of what the session told, in the order it was told.
struct Acknowledgement {
  Told told;
};

using Message = std::variant<Notification, Farewell, Acknowledgement>;

// At most kMessageRecordsMax records. Returns how many bytes of `room` it took; there must be
// kMessageSizeMaxBytes for a notification, kMessageHeaderBytes for the others.
std::size_t encode_notification(std::span<const Record> records, std::span<std::byte> room);
std::size_t encode_farewell(const Farewell& farewell, std::span<std::byte> room);
std::size_t encode_acknowledgement(const Acknowledgement& acknowledgement,
                                   std::span<std::byte> room);

// Nothing for bytes that are no message of this version: too few, or a field without meaning.
// Whether extents lie within a range is the caller's to check.
std::optional<Message> decode_message(std::span<const std::byte> bytes);

}  // namespace memvol::observation
