#include "client/conversation.hpp"

#include <utility>

#include "client/immediate_announcer.hpp"
#include "client/record_announcer.hpp"
#include "observation/mode.hpp"

namespace memvol::client {

namespace {

observation::Mode mode_of(const AdmissionGrant& grant) {
  return static_cast<observation::Mode>(grant.observation_mode);
}

}  // namespace

Conversation::Conversation(Connection& connection, GrantedRange& range, const Inbox* inbox,
                           const NotifyOptions& options)
    : sender_(*connection.endpoint, local_domain(connection)),
      inbox_(inbox),
      ledger_(range.slot_count(), connection.grant.acknowledges) {
  if (mode_of(connection.grant) == observation::Mode::kScratch) {
    ring_.emplace(*connection.endpoint, local_domain(connection), connection.grant.scratch);
  }
  announcer_ = make_announcer(connection.grant, range, options);
}

std::unique_ptr<Announcer> Conversation::make_announcer(const AdmissionGrant& grant,
                                                        GrantedRange& range,
                                                        const NotifyOptions& options) {
  const observation::Geometry geometry(grant.volume_size_bytes,
                                       std::uint64_t{1} << grant.region_shift);
  const observation::Batch batch(geometry, grant.range_offset_bytes,
                                 observation::kMessageRecordsMax);
  // Every operation in flight has room, and a batch can wait for a busy sink meanwhile.
  Outbox outbox(sink(), ledger_, batch,
                {.capacity = std::size_t{range.slot_count()} + options.batch,
                 .batch = options.batch,
                 .linger = options.linger});
  if (mode_of(grant) == observation::Mode::kImmediate) {
    return std::make_unique<ImmediateAnnouncer>(range, geometry, grant.range_offset_bytes, ledger_,
                                                std::move(outbox));
  }
  return std::make_unique<RecordAnnouncer>(range, options, batch, sink(), ledger_,
                                           std::move(outbox));
}

void Conversation::advance(Due due) {
  if (ledger_.acknowledged()) announcer_->acknowledge(inbox_->acted_on());
  announcer_->advance(due);
}

}  // namespace memvol::client
