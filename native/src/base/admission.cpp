#include "base/admission.hpp"

#include <algorithm>

namespace memvol {

namespace {

constexpr std::byte kVersion{1};
constexpr std::uint8_t kReadBit = 1;
constexpr std::uint8_t kWriteBit = 2;

void put(std::byte* at, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) at[i] = static_cast<std::byte>(value >> (8 * i));
}

std::uint64_t get(const std::byte* at) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value |= std::to_integer<std::uint64_t>(at[i]) << (8 * i);
  return value;
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
  bytes[1] =
      static_cast<std::byte>((grant.may_read ? kReadBit : 0) | (grant.may_write ? kWriteBit : 0));
  put(&bytes[2], grant.base);
  put(&bytes[10], grant.key);
  put(&bytes[18], grant.length_bytes);
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
  const auto rights = std::to_integer<std::uint8_t>(bytes[1]);
  return AdmissionGrant{.base = get(&bytes[2]),
                        .key = get(&bytes[10]),
                        .length_bytes = get(&bytes[18]),
                        .may_read = (rights & kReadBit) != 0,
                        .may_write = (rights & kWriteBit) != 0};
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
    default:
      return std::nullopt;
  }
}

}  // namespace memvol
