// All that a session may be told of at once: messages, immediates, records by the control API, and
// whatever words stand in its scratch region. What it says reaches no further than its range.
#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "must.hpp"
#include "observation/message.hpp"
#include "observation/ring.hpp"
#include "observer/observer.hpp"

namespace memvol::fuzz {
namespace {

using observation::Extent;
using observation::Mode;

constexpr std::uint64_t kRegionBytes = 4096;
constexpr std::uint64_t kVolumeBytes = 64 * kRegionBytes;
constexpr const char* kVolume = "volume";

// Nothing is hashed at random times: a finding must come back.
observer::ObserverOptions patient() {
  return {.hash_interval = std::chrono::hours(1),
          .hash_share = 1.0,
          .silence_timeout = std::chrono::hours(1)};
}

observer::SessionFacts facts_from(FuzzedDataProvider& input) {
  const auto offset = input.ConsumeIntegralInRange<std::uint64_t>(0, kVolumeBytes - 1);
  const auto length = input.ConsumeIntegralInRange<std::uint64_t>(1, kVolumeBytes - offset);
  const bool may_write = input.ConsumeBool();
  const auto mode = input.PickValueInArray(
      {Mode::kImmediate, Mode::kMessage, Mode::kScratch, Mode::kHash, Mode::kNone});
  return {.session_id = "session",
          .client = "client",
          .interface = "tcp",
          .range = {.offset_bytes = offset, .length_bytes = length},
          .may_write = may_write,
          .mode = mode};
}

observation::Record record_from(FuzzedDataProvider& input) {
  observation::Record record;
  record.type = static_cast<observation::OperationType>(
      input.ConsumeIntegralInRange<unsigned>(0, observation::kOperationTypeCount - 1));
  record.phase = input.ConsumeBool() ? observation::Phase::kAfter : observation::Phase::kBefore;
  record.operations = input.ConsumeIntegral<std::uint32_t>();
  record.extent = {.offset_bytes = input.ConsumeIntegral<std::uint64_t>(),
                   .length_bytes = input.ConsumeIntegral<std::uint64_t>()};
  record.bytes = input.ConsumeIntegral<std::uint64_t>();
  return record;
}

class Session {
 public:
  Session(observer::Observer& observer, const observer::SessionFacts& facts)
      : ring_(observation::kRingSizeBytes / 8),
        session_(observer.open_session(kVolume, facts,
                                       facts.mode == Mode::kScratch
                                           ? std::as_writable_bytes(std::span(ring_))
                                           : std::span<std::byte>{})) {}
  ~Session() { session_->end(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void tell(FuzzedDataProvider& input) {
    switch (input.ConsumeIntegralInRange<int>(0, 4)) {
      case 0: {
        const auto size =
            input.ConsumeIntegralInRange<std::size_t>(0, observation::kMessageSizeMaxBytes);
        const auto bytes = input.ConsumeBytes<std::uint8_t>(size);
        session_->act_on_message(std::as_bytes(std::span(bytes)));
        break;
      }
      case 1: {
        const observer::ImmediateNotice notice{
            .immediate = input.ConsumeIntegral<std::uint32_t>(),
            .length_bytes = input.ConsumeIntegral<std::size_t>()};
        session_->act_on_immediates({&notice, 1});
        break;
      }
      case 2:
        session_->act_on_records(std::array{record_from(input)});
        break;
      case 3:
        ring_[input.ConsumeIntegral<std::uint16_t>() % ring_.size()] =
            input.ConsumeIntegral<std::uint64_t>();
        break;
      default:
        put(record_from(input));
        must(session_->act_on_ring() <= observation::kRingRecords);
    }
  }

 private:
  void put(const observation::Record& record) {
    const auto words = observation::encode_ring_record(record, sequence_);
    const auto at = static_cast<std::ptrdiff_t>(observation::ring_offset(sequence_++) / 8);
    std::copy(words.begin(), words.end(), ring_.begin() + at);
  }

  // Outlives the session.
  std::vector<std::uint64_t> ring_;
  std::uint64_t sequence_ = 0;
  std::shared_ptr<observer::SessionObserver> session_;
};

// The memory never changes, so what is dirty is what a session has said.
void must_lie_within(const std::vector<Extent>& dirty, const observer::SessionFacts& facts) {
  if (!facts.may_write) must(dirty.empty());
  const auto first = facts.range.offset_bytes / kRegionBytes * kRegionBytes;
  for (const auto& extent : dirty) {
    must(extent.offset_bytes >= first);
    must(extent.end_bytes() < facts.range.end_bytes() + kRegionBytes);
  }
}

void run(FuzzedDataProvider& input) {
  static observer::Observer observer(patient());
  static const std::vector<std::byte> memory(kVolumeBytes);
  observer.add_volume(kVolume, memory, kRegionBytes);
  const auto facts = facts_from(input);
  {
    Session session(observer, facts);
    while (input.remaining_bytes() > 0) session.tell(input);
  }
  must_lie_within(observer.dirty(kVolume, observer::kCreationPoint), facts);
  observer.remove_volume(kVolume);
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  memvol::fuzz::run(input);
  return 0;
}
