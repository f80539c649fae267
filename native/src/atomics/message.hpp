// The messages of atomic operations: a request from the client, an answer from the device. They
// share a connection with those of observation/message.hpp, whose kinds are others. All numbers
// little-endian.
//
//   request: version 1 | kind 1 | operation 1 | zero 1 | id 4 | offset 8 | operand 8 | expected 8
//   answer:  version 1 | kind 1 | outcome 1   | zero 1 | id 4 | old value 8
//
// The numbers in a message and the word in the volume's memory are little-endian: as one client
// writes a word by one-sided access, the device counts it and another client reads it.
// Immutable values; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace memvol::atomics {

// What atomic operations are done on.
inline constexpr std::size_t kWordBytes = 8;

inline constexpr std::size_t kRequestBytes = 32;
inline constexpr std::size_t kAnswerBytes = 16;

// The values go over the wire.
enum class Kind : std::uint8_t { kFetchAdd = 0, kCompareSwap = 1 };

struct Operation {
  Kind kind = Kind::kFetchAdd;
  // Within the granted range.
  std::uint64_t offset_bytes = 0;
  // What is added, modulo 2^64, or what takes the place of `expected`.
  std::uint64_t operand = 0;
  // Of a compare-and-swap.
  std::uint64_t expected = 0;

  bool operator==(const Operation&) const = default;
};

// The values go over the wire.
enum class Outcome : std::uint8_t {
  kDone = 0,
  // The session has no right to atomic operations.
  kDenied = 1,
  // The word is not wholly within the granted range.
  kOutOfRange = 2,
  // The word's place in the volume is no multiple of its size.
  kMisaligned = 3,
};

struct Request {
  // The client's own; the answer has it too.
  std::uint32_t id = 0;
  Operation operation;

  bool operator==(const Request&) const = default;
};

struct Answer {
  std::uint32_t id = 0;
  Outcome outcome = Outcome::kDone;
  // Of the word, before the operation; 0 unless it was done.
  std::uint64_t old_value = 0;

  bool operator==(const Answer&) const = default;
};

std::array<std::byte, kRequestBytes> encode_request(const Request& request);
std::array<std::byte, kAnswerBytes> encode_answer(const Answer& answer);

// Whether a message is meant as a request, well formed or not.
bool is_request(std::span<const std::byte> bytes);

// Nothing for bytes that are no such message of this version: too few, or a field without
// meaning. Whether the word lies within a range is for Words to check.
std::optional<Request> decode_request(std::span<const std::byte> bytes);
std::optional<Answer> decode_answer(std::span<const std::byte> bytes);

}  // namespace memvol::atomics
