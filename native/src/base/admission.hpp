// What a connection request and its answer carry in their private data: a ticket up, a grant
// or a refusal down. All numbers little-endian. At most 55 bytes each, what libfabric's verbs
// provider has room for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace memvol {

inline constexpr std::size_t kAdmissionSizeMaxBytes = 55;
inline constexpr std::size_t kTicketSizeBytes = 32;
// Made by two: the device's half comes first, the client's behind it.
using Ticket = std::array<std::byte, kTicketSizeBytes>;
using TicketHalf = std::array<std::byte, kTicketSizeBytes / 2>;

// What a session may do with its range.
struct Rights {
  bool read = false;
  bool write = false;
  bool atomic = false;

  bool operator==(const Rights&) const = default;
};

// A registration that remote operations may use.
struct RemoteWindow {
  std::uint64_t base = 0;  // what a remote operation adds its offset to
  std::uint64_t key = 0;
};

// The memory that a ticket's bearer may reach, and how; how it is observed. Sizes and offsets
// have 48 bits on the wire.
struct AdmissionGrant {
  // Unused without the right to read or to write.
  RemoteWindow range;
  std::uint64_t length_bytes = 0;
  Rights rights;
  // The device tells which operations it has acted on.
  bool acknowledges = false;
  // observation::Mode, which is not this layer's to know.
  std::uint8_t observation_mode = 0;
  std::uint8_t region_shift = 0;
  std::uint64_t volume_size_bytes = 0;
  // Where in the volume the range starts.
  std::uint64_t range_offset_bytes = 0;
  // The session's scratch region; unused unless the mode is `scratch`.
  RemoteWindow scratch;
};

enum class Refusal : std::uint8_t {
  kTicket = 1,
  kVersion = 2,
  // The device failed; its log says how.
  kDevice = 3,
  // The device may lock no more memory, which it must to give an adapter access to it.
  kLockedMemory = 4,
};

inline constexpr std::size_t kRequestSizeBytes = 1 + kTicketSizeBytes;
inline constexpr std::size_t kGrantSizeBytes = 1 + 1 + 2 * 8 + 6 + 1 + 1 + 6 + 6 + 2 * 8;
inline constexpr std::size_t kRefusalSizeBytes = 1 + 1;
static_assert(kGrantSizeBytes <= kAdmissionSizeMaxBytes);

std::array<std::byte, kRequestSizeBytes> encode_request(const Ticket& ticket);
std::array<std::byte, kGrantSizeBytes> encode_grant(const AdmissionGrant& grant);
std::array<std::byte, kRefusalSizeBytes> encode_refusal(Refusal refusal);

// Nothing when the bytes are not of this version or too few. Longer is fine: providers pad.
std::optional<Ticket> decode_request(std::span<const std::byte> bytes);
std::optional<AdmissionGrant> decode_grant(std::span<const std::byte> bytes);
std::optional<Refusal> decode_refusal(std::span<const std::byte> bytes);

}  // namespace memvol
