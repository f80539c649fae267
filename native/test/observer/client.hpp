// Plays the client of an observed session: writes to the volume's memory, and tells in the way
// of its mode.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "observation/immediate.hpp"
#include "observation/message.hpp"
#include "observation/ring.hpp"
#include "observer/observer.hpp"
#include "volume_memory.hpp"

namespace memvol::observer {

struct ClientOptions {
  observation::Mode mode = observation::Mode::kImmediate;
  // The whole volume if it is empty.
  observation::Extent range{};
  bool may_write = true;
  // In modes with records: also before the write.
  bool announces_before = false;
  std::string name = "client";
  std::string interface = "tcp 127.0.0.1";
};

class Client {
 public:
  Client(Observer& observer, const std::string& volume_id, VolumeMemory& memory,
         const ClientOptions& options)
      : memory_(memory),
        options_(options),
        codec_(observer.geometry(volume_id)),
        ring_(observation::kRingSizeBytes / 8) {
    const bool has_ring = options.mode == observation::Mode::kScratch;
    session_ = observer.open_session(
        volume_id,
        {.session_id = "session of " + options.name,
         .client = options.name,
         .interface = options.interface,
         .range = options.range,
         .may_write = options.may_write,
         .mode = options.mode},
        has_ring ? std::as_writable_bytes(std::span(ring_)) : std::span<std::byte>{});
  }

  SessionObserver& session() { return *session_; }

  // Extents are within the volume.
  void write(const observation::Extent& extent, std::uint64_t value) {
    if (options_.announces_before) tell(record(extent, observation::Phase::kBefore));
    memory_.fill(extent, value);
    tell_of_write(extent);
  }

  void tell_of_write(const observation::Extent& extent) {
    if (options_.mode == observation::Mode::kImmediate) {
      tell_by_immediate(extent);
    } else if (observation::announces(options_.mode)) {
      tell(record(extent, observation::Phase::kAfter));
    }
  }

  observation::Record record(const observation::Extent& extent, observation::Phase phase) const {
    return {.type = observation::OperationType::kWrite,
            .phase = phase,
            .operations = 1,
            .extent = {.offset_bytes = extent.offset_bytes - options_.range.offset_bytes,
                       .length_bytes = extent.length_bytes},
            .bytes = extent.length_bytes};
  }

  void tell(const observation::Record& record) {
    (record.phase == observation::Phase::kAfter ? told_.done : told_.announced) +=
        record.operations;
    if (options_.mode == observation::Mode::kScratch) {
      put(record);
      session_->act_on_ring();
    } else {
      session_->act_on_message(message(record));
    }
  }

  // Puts it into the ring, and no more.
  void put(const observation::Record& record) {
    const auto words = observation::encode_ring_record(record, sequence_);
    const std::size_t at = observation::ring_offset(sequence_++) / 8;
    std::copy(words.begin(), words.end(), ring_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  std::uint64_t ring_head() const { return ring_[0]; }

  const observation::Told& told() const { return told_; }

  // As it should be done.
  void leave() {
    session_->act_on_farewell({.told = told_});
    session_->end();
  }

  static std::vector<std::byte> message(const observation::Record& record) {
    std::vector<std::byte> bytes(observation::kMessageSizeMaxBytes);
    bytes.resize(observation::encode_notification({&record, 1}, bytes));
    return bytes;
  }

 private:
  void tell_by_immediate(const observation::Extent& extent) {
    ++told_.done;
    const auto immediate = codec_.encode(extent);
    const ImmediateNotice notice{.immediate = immediate.value(),
                                 .length_bytes = extent.length_bytes};
    session_->act_on_immediates({&notice, 1});
  }

  VolumeMemory& memory_;
  ClientOptions options_;
  observation::ImmediateCodec codec_;
  // Outlives the session.
  std::vector<std::uint64_t> ring_;
  observation::Told told_;
  std::uint64_t sequence_ = 0;
  std::shared_ptr<SessionObserver> session_;
};

}  // namespace memvol::observer
