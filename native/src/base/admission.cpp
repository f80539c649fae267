#include "base/admission.hpp"

#include <algorithm>

namespace memvol {

namespace {

constexpr std::byte kVersion{1};
constexpr std::uint8_t kReadBit = 1;
constexpr std::uint8_t kWriteBit = 2;
constexpr std::uint8_t kAcknowledgesBit = 4;
constexpr std::uint8_t kAtomicBit = 8;

constexpr std::size_t kSizeBytes = 6;

// Puts and gets fields one after the other.
class Writer {
 public:
  explicit Writer(std::byte* at) : at_(at) {}

  void byte(std::uint8_t value) { *at_++ = static_cast<std::byte>(value); }
  void number(std::uint64_t value, std::size_t bytes = sizeof(std::uint64_t)) {
    for (std::size_t i = 0; i < bytes; ++i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void window(const RemoteWindow& window) {
    number(window.base);
    number(window.key);
  }

 private:
  std::byte* at_;
};

class Reader {
 public:
  explicit Reader(const std::byte* at) : at_(at) {}

  std::uint8_t byte() { return std::to_integer<std::uint8_t>(*at_++); }
  std::uint64_t number(std::size_t bytes = sizeof(std::uint64_t)) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{byte()} << (8 * i);
    return value;
  }
  RemoteWindow window() {
    const std::uint64_t base = number();
    return {.base = base, .key = number()};
  }

 private:
  const std::byte* at_;
};

std::uint8_t flags_of(const AdmissionGrant& grant) {
  return static_cast<std::uint8_t>(
      (grant.rights.read ? kReadBit : 0) | (grant.rights.write ? kWriteBit : 0) |
      (grant.rights.atomic ? kAtomicBit : 0) | (grant.acknowledges ? kAcknowledgesBit : 0));
}

bool is_current(std::span<const std::byte> bytes, std::size_t size) {
  return bytes.size() >= size && bytes[0] == kVersion;
}

}  // namespace

std::array<std::byte, kRequestSizeBytes> encode_request(const Ticket& ticket) {
  std::array<std::byte, kRequestSizeBytes> bytes{kVersion};
  std::copy(ticket.begin(), ticket.end(), bytes.begin() + 1);
  return bytes;
}

std::array<std::byte, kGrantSizeBytes> encode_grant(const AdmissionGrant& grant) {
  std::array<std::byte, kGrantSizeBytes> bytes{kVersion};
  Writer writer(&bytes[1]);
  writer.byte(flags_of(grant));
  writer.window(grant.range);
  writer.number(grant.length_bytes, kSizeBytes);
  writer.byte(grant.observation_mode);
  writer.byte(grant.region_shift);
  writer.number(grant.volume_size_bytes, kSizeBytes);
  writer.number(grant.range_offset_bytes, kSizeBytes);
  writer.window(grant.scratch);
  return bytes;
}

std::array<std::byte, kRefusalSizeBytes> encode_refusal(Refusal refusal) {
  return {kVersion, static_cast<std::byte>(refusal)};
}

std::optional<Ticket> decode_request(std::span<const std::byte> bytes) {
  if (!is_current(bytes, kRequestSizeBytes)) return std::nullopt;
  Ticket ticket;
  std::copy_n(bytes.begin() + 1, ticket.size(), ticket.begin());
  return ticket;
}

std::optional<AdmissionGrant> decode_grant(std::span<const std::byte> bytes) {
  if (!is_current(bytes, kGrantSizeBytes)) return std::nullopt;
  Reader reader(&bytes[1]);
  const std::uint8_t flags = reader.byte();
  AdmissionGrant grant;
  grant.rights = {.read = (flags & kReadBit) != 0,
                  .write = (flags & kWriteBit) != 0,
                  .atomic = (flags & kAtomicBit) != 0};
  grant.acknowledges = (flags & kAcknowledgesBit) != 0;
  grant.range = reader.window();
  grant.length_bytes = reader.number(kSizeBytes);
  grant.observation_mode = reader.byte();
  grant.region_shift = reader.byte();
  grant.volume_size_bytes = reader.number(kSizeBytes);
  grant.range_offset_bytes = reader.number(kSizeBytes);
  grant.scratch = reader.window();
  return grant;
}

std::optional<Refusal> decode_refusal(std::span<const std::byte> bytes) {
  if (!is_current(bytes, kRefusalSizeBytes)) return std::nullopt;
  switch (std::to_integer<std::uint8_t>(bytes[1])) {
    case 1:
      return Refusal::kTicket;
    case 2:
      return Refusal::kVersion;
    case 3:
      return Refusal::kDevice;
    case 4:
      return Refusal::kLockedMemory;
    default:
      return std::nullopt;
  }
}

}  // namespace memvol
