// A sink for tests: keeps what is put, as long as it is told to have room.
#pragma once

#include <vector>

#include "client/operation.hpp"
#include "client/record_sink.hpp"

namespace memvol::client {

class FakeSink final : public RecordSink {
 public:
  std::size_t room() override { return room_records; }
  bool put(std::span<const observation::Record> records) override {
    if (busy) return false;
    batches.emplace_back(records.begin(), records.end());
    return true;
  }
  bool idle() const override { return true; }

  std::size_t room_records = 64;
  bool busy = false;
  std::vector<std::vector<observation::Record>> batches;
};

inline constexpr std::uint64_t kRegionBytes = 4096;

// Merges nothing as long as operations are two regions apart.
inline observation::Batch batch_for_tests() {
  return {observation::Geometry(std::uint64_t{1} << 30, kRegionBytes), 0, 64};
}

inline Operation write_at_region(std::uint32_t slot, std::uint64_t region) {
  return {.type = observation::OperationType::kWrite,
          .slot = slot,
          .extent = {.offset_bytes = region * kRegionBytes, .length_bytes = kRegionBytes}};
}

}  // namespace memvol::client
