// What the observer makes of one session's announcements: counters, dirty regions, events.
// What a session says reaches no further than its granted range; what it says beyond that or
// without meaning is refused, counted, and makes its word worth nothing: it is then treated
// like one that left without a farewell.
//
// Threading: any thread, one lock per session, held for one batch of announcements; in the
// ordinary course only the session's progress thread takes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "observation/geometry.hpp"
#include "observation/immediate.hpp"
#include "observation/message.hpp"
#include "observation/mode.hpp"
#include "observation/record.hpp"
#include "observation/ring.hpp"
#include "observer/changing_set.hpp"
#include "observer/coarse_clock.hpp"
#include "observer/statistics.hpp"
#include "observer/traffic_meter.hpp"

namespace memvol::observer {

// Who does what, as far as an announcement cannot say.
struct SessionFacts {
  std::string session_id;
  std::string client;
  // "tcp 127.0.0.1": the provider and the device's own address.
  std::string interface;
  // Within the volume; announcements count from its start.
  observation::Extent range;
  bool may_write = false;
  observation::Mode mode = observation::Mode::kNone;
};

struct ImmediateNotice {
  std::uint32_t immediate = 0;
  // Where the provider tells how much was written, else 0.
  std::size_t length_bytes = 0;
};

class Heard;
class VolumeObserver;
struct Event;

class SessionObserver {
 public:
  // `scratch` is the session's ring (observation/ring.hpp), empty in other modes; it outlives
  // the last call of act_on_ring().
  SessionObserver(std::shared_ptr<VolumeObserver> volume, SessionFacts facts,
                  std::span<std::byte> scratch);
  ~SessionObserver();

  void act_on_immediates(std::span<const ImmediateNotice> notices);
  // A message as it arrived: a notification or a farewell. Anything else is refused.
  void act_on_message(std::span<const std::byte> bytes);
  // The out-of-band way: records that came by the control API.
  void act_on_records(std::span<const observation::Record> records);
  void act_on_farewell(const observation::Farewell& farewell);
  // An atomic operation that the device itself has carried out, in whatever mode; `changed`:
  // whether there is another value now. It is nothing that the client has told.
  void act_on_atomic(const observation::Extent& extent, bool changed);
  // One that it has refused.
  void refuse_atomic();
  // Takes what is in the scratch region and lets the client reuse its place. Returns how many
  // records there were.
  std::size_t act_on_ring();

  // How much of what the session told was acted on.
  observation::Told acted_on() const;

  SessionStatistics statistics() const;
  const SessionFacts& facts() const { return *facts_; }

  // The session is over, and everything that it sent was given to the functions above. What was
  // changing counts as changed. What it could write is compared by hash unless it said farewell
  // with the right count, was refused nothing, or is not to be observed. Again: does nothing.
  void end();

 private:
  // It asks live sessions for what follows, and once more when they end.
  friend class SessionTable;

  struct Totals {
    TrafficMeter traffic;
    std::uint64_t refused = 0;
    bool bytes_estimated = false;
  };
  Totals totals() const;
  void append_changing(std::vector<observation::RegionRange>& ranges) const;

  // Under the lock.
  void act_on_immediate(const ImmediateNotice& notice, Clock::time_point now);
  void act_on_record(const observation::Record& record, Clock::time_point now);
  bool may_tell_of(observation::OperationType type) const;
  void announced(const Event& event);
  void done(const Event& event, observation::RegionRange regions, Clock::time_point now);
  void count(const Event& event, observation::RegionRange regions, Clock::time_point now);
  Event event_of(const observation::Record& record) const;
  bool lies_in_range(const observation::Extent& extent) const;
  void refuse() { ++told_.refused; }
  void publish(Event event);
  // As far as its word is worth something.
  bool has_told_all() const;

  // A batch of announcements: the lock, and the time. Not held if the session has ended.
  class Turn;

  const std::shared_ptr<VolumeObserver> volume_;
  // Shared with events, which may live longer.
  const std::shared_ptr<const SessionFacts> facts_;
  const observation::ImmediateCodec codec_;
  // Of the range; its first and its last may be in it partly.
  const observation::RegionRange regions_;

  mutable std::mutex mutex_;
  // Null in a mode that announces nothing, or without the right to write, or when it has ended.
  std::shared_ptr<Heard> heard_;
  bool ended_ = false;
  Totals told_;
  observation::Told acted_on_;
  std::optional<observation::Told> farewell_;
  ChangingSet changing_;
  std::optional<observation::RingReader> ring_;
};

}  // namespace memvol::observer
