// Messages: any bytes are understood as what would be encoded so, or not at all.
#include "observation/message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "must.hpp"

namespace memvol::fuzz {
namespace {

using observation::Acknowledgement;
using observation::Farewell;
using observation::Message;
using observation::Notification;

using Room = std::array<std::byte, observation::kMessageSizeMaxBytes>;

std::size_t encode(const Message& message, Room& room) {
  if (const auto* notification = std::get_if<Notification>(&message)) {
    return observation::encode_notification(notification->records, room);
  }
  if (const auto* farewell = std::get_if<Farewell>(&message)) {
    return observation::encode_farewell(*farewell, room);
  }
  return observation::encode_acknowledgement(std::get<Acknowledgement>(message), room);
}

bool same(const Message& a, const Message& b) {
  if (a.index() != b.index()) return false;
  if (const auto* notification = std::get_if<Notification>(&a)) {
    return notification->records == std::get<Notification>(b).records;
  }
  if (const auto* farewell = std::get_if<Farewell>(&a)) {
    return farewell->told == std::get<Farewell>(b).told;
  }
  return std::get<Acknowledgement>(a).told == std::get<Acknowledgement>(b).told;
}

void decode(std::span<const std::byte> bytes) {
  const auto message = observation::decode_message(bytes);
  if (!message) return;
  Room room;
  const std::size_t size = encode(*message, room);
  must(size <= bytes.size());
  const auto again = observation::decode_message(std::span(room).first(size));
  must(again && same(*again, *message));
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  memvol::fuzz::decode(std::as_bytes(std::span(data, size)));
  return 0;
}
