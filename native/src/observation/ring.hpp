// The session's scratch region: a ring of records in the device's memory. The client writes
// records one-sided and in order, the device reads them in order and says how far it has come.
// No doorbell: a record tells by itself that it has arrived.
//
//   0         64        96       128
//   | head    | record 0| record 1| …        records: kRingRecords of 32 bytes, four words each
//
//   word:  63          48 47                                    0
//          | lap           | 48 bits of the record               |
//
// Every word carries the lap in which it was written (the record's number divided by the ring's
// length, plus one, modulo 2^16). The reader knows the lap it expects. A record is there when
// all four of its words show that lap, and it does not matter in which order they arrived:
// one-sided writes promise no order of bytes within a write, and none is assumed but that an
// aligned word of eight bytes arrives whole, which adapters and processors give. A word of the
// lap before (or the zero of a new ring) is told apart by its lap; it cannot be an older one,
// since the reader has consumed the lap before, and the writer never writes a record before the
// reader's head has passed the place.
//
// Memory order. The writer puts a record for an operation only once the operation is complete,
// so the bytes that it tells of are in memory before the record is. The reader loads words with
// acquire, and its head is stored with release, after the words were loaded: the writer, who
// fetches the head one-sided, never overwrites what is not read.
//
// Threading: one reader thread. The memory outlives the reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "observation/record.hpp"

namespace memvol::observation {

inline constexpr std::uint64_t kRingRecords = 1024;
inline constexpr std::size_t kRingRecordBytes = 32;
inline constexpr std::size_t kRingHeadBytes = 64;
inline constexpr std::size_t kRingSizeBytes = kRingHeadBytes + kRingRecords * kRingRecordBytes;

// What one record of the ring can hold.
inline constexpr std::uint32_t kRingOperationsMax = (1U << 24) - 1;

using RingRecord = std::array<std::uint64_t, 4>;

// Where record number `sequence` (from 0) goes, from the start of the region.
constexpr std::size_t ring_offset(std::uint64_t sequence) {
  return kRingHeadBytes + sequence % kRingRecords * kRingRecordBytes;
}

// The words are little-endian in memory, as the processors are that this runs on.
RingRecord encode_ring_record(const Record& record, std::uint64_t sequence);

class RingReader {
 public:
  // `memory` is aligned to 8 bytes, kRingSizeBytes long and zero.
  explicit RingReader(std::span<std::byte> memory) : memory_(memory) {}

  enum class State : std::uint8_t { kNothing, kRecord, kNonsense };
  struct Next {
    State state = State::kNothing;
    // With kRecord only; extents are not checked.
    Record record{};
  };

  // Takes the next record if it is wholly there. Nonsense (a type or phase without meaning) is
  // taken as well, and told.
  Next take();

  // Lets the client reuse the places of all that was taken.
  void publish_head();
  std::uint64_t taken() const { return taken_; }

 private:
  std::span<std::byte> memory_;
  std::uint64_t taken_ = 0;
};

}  // namespace memvol::observation
