#include "atomics/message.hpp"

#include "base/little_endian.hpp"

namespace memvol::atomics {

namespace {

constexpr std::byte kVersion{1};
// The kinds of observation/message.hpp begin with 1.
constexpr std::byte kRequest{16};
constexpr std::byte kAnswer{17};

bool is(std::span<const std::byte> bytes, std::byte kind) {
  return bytes.size() >= 2 && bytes[0] == kVersion && bytes[1] == kind;
}

}  // namespace

std::array<std::byte, kRequestBytes> encode_request(const Request& request) {
  std::array<std::byte, kRequestBytes> bytes{kVersion, kRequest,
                                             static_cast<std::byte>(request.operation.kind)};
  put_little_endian(&bytes[4], request.id);
  put_little_endian(&bytes[8], request.operation.offset_bytes);
  put_little_endian(&bytes[16], request.operation.operand);
  put_little_endian(&bytes[24], request.operation.expected);
  return bytes;
}

std::array<std::byte, kAnswerBytes> encode_answer(const Answer& answer) {
  std::array<std::byte, kAnswerBytes> bytes{kVersion, kAnswer,
                                            static_cast<std::byte>(answer.outcome)};
  put_little_endian(&bytes[4], answer.id);
  put_little_endian(&bytes[8], answer.old_value);
  return bytes;
}

bool is_request(std::span<const std::byte> bytes) { return is(bytes, kRequest); }

std::optional<Request> decode_request(std::span<const std::byte> bytes) {
  if (!is_request(bytes) || bytes.size() < kRequestBytes) return std::nullopt;
  const auto kind = std::to_integer<std::uint8_t>(bytes[2]);
  if (kind > static_cast<std::uint8_t>(Kind::kCompareSwap)) return std::nullopt;
  return Request{.id = get_little_endian<std::uint32_t>(&bytes[4]),
                 .operation = {.kind = static_cast<Kind>(kind),
                               .offset_bytes = get_little_endian<std::uint64_t>(&bytes[8]),
                               .operand = get_little_endian<std::uint64_t>(&bytes[16]),
                               .expected = get_little_endian<std::uint64_t>(&bytes[24])}};
}

std::optional<Answer> decode_answer(std::span<const std::byte> bytes) {
  if (!is(bytes, kAnswer) || bytes.size() < kAnswerBytes) return std::nullopt;
  const auto outcome = std::to_integer<std::uint8_t>(bytes[2]);
  if (outcome > static_cast<std::uint8_t>(Outcome::kMisaligned)) return std::nullopt;
  return Answer{.id = get_little_endian<std::uint32_t>(&bytes[4]),
                .outcome = static_cast<Outcome>(outcome),
                .old_value = get_little_endian<std::uint64_t>(&bytes[8])};
}

}  // namespace memvol::atomics
