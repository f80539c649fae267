#include "client/ring_writer.hpp"

#include <algorithm>
#include <cstring>

#include "observation/message.hpp"

namespace memvol::client {

namespace {

// What is merged into one record are at most the operations of a batch, and those have as many.
constexpr std::size_t kRecordsMax = observation::kMessageRecordsMax;
static_assert(kRecordsMax <= observation::kRingOperationsMax);

}  // namespace

RingWriter::RingWriter(fabric::Endpoint& endpoint, const LocalDomain& domain,
                       const RemoteWindow& scratch)
    : endpoint_(endpoint),
      scratch_(scratch),
      head_(endpoint, domain, scratch, space_),
      pool_(domain, kBuffers, kRecordsMax * observation::kRingRecordBytes) {}

std::size_t RingWriter::room() {
  if (space_.scarce()) head_.fetch();
  return pool_.empty() ? 0 : std::min(space_.contiguous(), kRecordsMax);
}

bool RingWriter::put(std::span<const observation::Record> records) {
  const auto buffer = pool_.next();
  std::byte* at = buffer.memory.data();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto words = observation::encode_ring_record(records[i], space_.next() + i);
    std::memcpy(at, words.data(), sizeof(words));
    at += sizeof(words);
  }
  // That it arrives is for the farewell to find out: an answer to each would cost the device.
  if (!endpoint_.write({.local = buffer.memory.data(),
                        .length_bytes = records.size() * observation::kRingRecordBytes,
                        .descriptor = buffer.descriptor,
                        .remote_address = scratch_.base + observation::ring_offset(space_.next()),
                        .key = scratch_.key,
                        .context = buffer.context},
                       fabric::Completes::kWhenSent)) {
    return false;
  }
  pool_.take();
  space_.written(records.size());
  return true;
}

}  // namespace memvol::client
