#include "observation/ring.hpp"

#include <atomic>
#include <bit>

namespace memvol::observation {

// Anything else would need the words swapped on one side.
static_assert(std::endian::native == std::endian::little);

namespace {

constexpr unsigned kPayloadBits = 48;
constexpr std::uint64_t kPayloadMask = (std::uint64_t{1} << kPayloadBits) - 1;

std::uint64_t lap_of(std::uint64_t sequence) {
  return (sequence / kRingRecords + 1) << kPayloadBits;
}

std::uint64_t pack(const Record& record) {
  return record.operations | (static_cast<std::uint64_t>(record.type) << 24) |
         (static_cast<std::uint64_t>(record.phase) << 32);
}

std::optional<Record> unpack(const RingRecord& words) {
  const auto type = static_cast<std::uint8_t>(words[3] >> 24);
  const auto phase = static_cast<std::uint8_t>(words[3] >> 32);
  if (type >= kOperationTypeCount || phase > static_cast<std::uint8_t>(Phase::kAfter)) {
    return std::nullopt;
  }
  return Record{
      .type = static_cast<OperationType>(type),
      .phase = static_cast<Phase>(phase),
      .operations = static_cast<std::uint32_t>(words[3] & kRingOperationsMax),
      .extent = {.offset_bytes = words[0] & kPayloadMask, .length_bytes = words[1] & kPayloadMask},
      .bytes = words[2] & kPayloadMask};
}

std::atomic_ref<std::uint64_t> word_at(std::span<std::byte> memory, std::size_t offset) {
  return std::atomic_ref(*reinterpret_cast<std::uint64_t*>(&memory[offset]));
}

}  // namespace

RingRecord encode_ring_record(const Record& record, std::uint64_t sequence) {
  const std::uint64_t lap = lap_of(sequence);
  return {lap | (record.extent.offset_bytes & kPayloadMask),
          lap | (record.extent.length_bytes & kPayloadMask), lap | (record.bytes & kPayloadMask),
          lap | pack(record)};
}

RingReader::Next RingReader::take() {
  const std::uint64_t lap = lap_of(taken_);
  const std::size_t at = ring_offset(taken_);
  RingRecord words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = word_at(memory_, at + i * sizeof(std::uint64_t)).load(std::memory_order_acquire);
    if ((words[i] & ~kPayloadMask) != lap) return {};
  }
  ++taken_;
  const auto record = unpack(words);
  if (!record) return {.state = State::kNonsense};
  return {.state = State::kRecord, .record = *record};
}

void RingReader::publish_head() { word_at(memory_, 0).store(taken_, std::memory_order_release); }

}  // namespace memvol::observation
