#include "observer/session_observer.hpp"

#include <utility>
#include <variant>

#include "base/failure.hpp"
#include "observer/volume_observer.hpp"

namespace memvol::observer {

using observation::Extent;
using observation::OperationType;
using observation::Record;
using observation::RegionRange;

namespace {

RegionRange regions_of(const observation::Geometry& geometry, const SessionFacts& facts) {
  if (geometry.contains(facts.range)) return geometry.regions_of(facts.range);
  throw Failure("range_invalid", "observe", 0,
                "the range of the session " + facts.session_id + " is not within its volume");
}

bool lies_within(const RegionRange& inner, const RegionRange& outer) {
  return inner.first >= outer.first &&
         std::uint64_t{inner.first} + inner.count <= std::uint64_t{outer.first} + outer.count;
}

bool is_to_be_heard(const SessionFacts& facts) {
  return facts.may_write && observation::announces(facts.mode);
}

bool is_in_passes(const SessionFacts& facts) {
  return facts.may_write && facts.mode == observation::Mode::kHash;
}

}  // namespace

class SessionObserver::Turn {
 public:
  explicit Turn(SessionObserver& session) : lock_(session.mutex_), session_(session) {
    if (session.ended_) lock_.unlock();
  }
  ~Turn() {
    if (told_before_ == session_.acted_on_ || !session_.heard_) return;
    if (session_.heard_->speaks_at(now)) {
      session_.volume_->schedule().listen_to(session_.heard_);
    }
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  explicit operator bool() const { return lock_.owns_lock(); }

  const Clock::time_point now = coarse_now();

 private:
  std::unique_lock<std::mutex> lock_;
  SessionObserver& session_;
  const observation::Told told_before_ = session_.acted_on_;
};

SessionObserver::SessionObserver(std::shared_ptr<VolumeObserver> volume, SessionFacts facts,
                                 std::span<std::byte> scratch)
    : volume_(std::move(volume)),
      facts_(std::make_shared<const SessionFacts>(std::move(facts))),
      codec_(volume_->geometry()),
      regions_(regions_of(volume_->geometry(), *facts_)),
      heard_(is_to_be_heard(*facts_) ? std::make_shared<Heard>(regions_, Clock::now()) : nullptr),
      changing_(facts_->range) {
  if (!scratch.empty()) ring_.emplace(scratch);
  volume_->sessions().add(*this);
  if (heard_) volume_->schedule().listen_to(heard_);
  if (is_in_passes(*facts_)) volume_->schedule().add_to_passes(regions_);
}

SessionObserver::~SessionObserver() { end(); }

void SessionObserver::act_on_immediates(std::span<const ImmediateNotice> notices) {
  const Turn turn(*this);
  if (!turn) return;
  for (const ImmediateNotice& notice : notices) act_on_immediate(notice, turn.now);
}

void SessionObserver::act_on_message(std::span<const std::byte> bytes) {
  const auto message = observation::decode_message(bytes);
  const Turn turn(*this);
  if (!turn) return;
  if (!message) return refuse();
  if (const auto* notification = std::get_if<observation::Notification>(&*message)) {
    for (const Record& record : notification->records) act_on_record(record, turn.now);
  } else if (const auto* farewell = std::get_if<observation::Farewell>(&*message)) {
    farewell_ = farewell->told;
  } else {
    refuse();
  }
}

void SessionObserver::act_on_records(std::span<const Record> records) {
  const Turn turn(*this);
  if (!turn) return;
  for (const Record& record : records) act_on_record(record, turn.now);
}

void SessionObserver::act_on_farewell(const observation::Farewell& farewell) {
  const Turn turn(*this);
  if (turn) farewell_ = farewell.told;
}

void SessionObserver::act_on_atomic(const Extent& extent, bool changed) {
  const Turn turn(*this);
  if (!turn) return;
  const Event event = event_of({.type = OperationType::kAtomic,
                                .phase = observation::Phase::kAfter,
                                .operations = 1,
                                .extent = extent,
                                .bytes = extent.length_bytes});
  const auto regions = volume_->geometry().regions_of(event.extent);
  if (changed) volume_->marks().mark(regions);
  count(event, regions, turn.now);
}

void SessionObserver::refuse_atomic() {
  const Turn turn(*this);
  if (turn) refuse();
}

std::size_t SessionObserver::act_on_ring() {
  using State = observation::RingReader::State;
  const Turn turn(*this);
  if (!turn || !ring_) return 0;
  // No longer than once around: one that does not wait for the head could go on for ever.
  std::size_t taken = 0;
  while (taken < observation::kRingRecords) {
    const auto next = ring_->take();
    if (next.state == State::kNothing) break;
    ++taken;
    if (next.state == State::kRecord) {
      act_on_record(next.record, turn.now);
    } else {
      refuse();
    }
  }
  if (taken > 0) ring_->publish_head();
  return taken;
}

bool SessionObserver::may_tell_of(OperationType type) const {
  return observation::announces(facts_->mode) &&
         (facts_->may_write || !observation::changes_memory(type));
}

void SessionObserver::act_on_immediate(const ImmediateNotice& notice, Clock::time_point now) {
  const auto named = codec_.decode(notice.immediate);
  if (!may_tell_of(OperationType::kWrite) || !named || !lies_within(named->regions, regions_)) {
    return refuse();
  }
  const Extent extent = volume_->geometry().extent_of(named->regions);
  std::uint64_t bytes = named->length_bytes.value_or(notice.length_bytes);
  if (bytes > extent.length_bytes) return refuse();
  if (bytes == 0) {
    bytes = extent.length_bytes;
    told_.bytes_estimated = true;
  }
  done({.extent = extent, .bytes = bytes, .session = nullptr}, named->regions, now);
}

bool SessionObserver::lies_in_range(const Extent& extent) const {
  const Extent& range = facts_->range;
  return extent.length_bytes > 0 && extent.offset_bytes < range.length_bytes &&
         extent.length_bytes <= range.length_bytes - extent.offset_bytes;
}

Event SessionObserver::event_of(const Record& record) const {
  return {.kind = record.phase == observation::Phase::kBefore ? Event::Kind::kAnnounced
                                                              : Event::Kind::kDone,
          .type = record.type,
          .extent = {.offset_bytes = facts_->range.offset_bytes + record.extent.offset_bytes,
                     .length_bytes = record.extent.length_bytes},
          .operations = record.operations,
          .bytes = record.bytes,
          .session = nullptr};
}

void SessionObserver::act_on_record(const Record& record, Clock::time_point now) {
  if (!may_tell_of(record.type) || !lies_in_range(record.extent) || record.operations == 0) {
    return refuse();
  }
  const Event event = event_of(record);
  if (event.kind == Event::Kind::kAnnounced) return announced(event);
  done(event, volume_->geometry().regions_of(event.extent), now);
}

void SessionObserver::announced(const Event& event) {
  acted_on_.announced += event.operations;
  if (observation::changes_memory(event.type)) changing_.announce(event.extent, event.operations);
  if (volume_->watches().any()) publish(event);
}

void SessionObserver::done(const Event& event, RegionRange regions, Clock::time_point now) {
  if (observation::changes_memory(event.type)) {
    // In this order: at no time does it look as if nothing was changing nor had changed.
    volume_->marks().mark(regions);
    changing_.finish(event.extent, event.operations);
  }
  acted_on_.done += event.operations;
  count(event, regions, now);
}

void SessionObserver::count(const Event& event, RegionRange regions, Clock::time_point now) {
  told_.traffic.count(event.type, event.operations, event.bytes, now);
  volume_->cells().count(event.type, regions, event.operations);
  if (volume_->watches().any()) publish(event);
}

void SessionObserver::publish(Event event) {
  event.time = std::chrono::system_clock::now();
  event.session = facts_;
  volume_->watches().append(event);
}

observation::Told SessionObserver::acted_on() const {
  const std::lock_guard lock(mutex_);
  return acted_on_;
}

SessionStatistics SessionObserver::statistics() const {
  const std::lock_guard lock(mutex_);
  return {.traffic = told_.traffic.statistics(coarse_now()),
          .refused = told_.refused,
          .changing = changing_.entries().size()};
}

SessionObserver::Totals SessionObserver::totals() const {
  const std::lock_guard lock(mutex_);
  return told_;
}

void SessionObserver::append_changing(std::vector<RegionRange>& ranges) const {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : changing_.entries()) {
    ranges.push_back(volume_->geometry().regions_of(entry.extent));
  }
}

bool SessionObserver::has_told_all() const { return told_.refused == 0 && farewell_ == acted_on_; }

void SessionObserver::end() {
  bool compare = is_in_passes(*facts_);
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(ended_, true)) return;
    for (const auto& entry : changing_.entries()) {
      volume_->marks().mark(volume_->geometry().regions_of(entry.extent));
    }
    changing_.clear();
    heard_.reset();
    if (is_to_be_heard(*facts_)) compare = !has_told_all();
  }
  volume_->sessions().retire(*this);
  if (is_in_passes(*facts_)) volume_->schedule().remove_from_passes(regions_);
  if (compare) volume_->schedule().compare(regions_);
}

}  // namespace memvol::observer
