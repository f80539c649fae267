#include "client/record_announcer.hpp"

#include <utility>

namespace memvol::client {

RecordAnnouncer::RecordAnnouncer(GrantedRange& range, const NotifyOptions& options,
                                 observation::Batch batch, RecordSink& sink, Ledger& ledger,
                                 Outbox outbox)
    : range_(range),
      options_(options),
      batch_(std::move(batch)),
      sink_(sink),
      ledger_(ledger),
      outbox_(std::move(outbox)),
      held_(range.slot_count()),
      operations_(range.slot_count()) {}

bool RecordAnnouncer::post(const Operation& operation) {
  if (!outbox_.has_room(incomplete_ + 1)) return false;
  if (tells_before(options_.when)) {
    held_.hold(operation);
    if (held_.unannounced() >= options_.batch) announce_and_release();
  } else if (!range_.post(operation)) {
    return false;
  }
  operations_[operation.slot] = operation;
  ++incomplete_;
  return true;
}

bool RecordAnnouncer::complete(std::uint32_t slot) {
  --incomplete_;
  if (!tells_after(options_.when)) return true;
  outbox_.add(operations_[slot]);
  return ledger_.complete(slot);
}

void RecordAnnouncer::acknowledge(const observation::Told& acted_on) {
  ledger_.acknowledge(acted_on.done);
  announced_acted_on_ = acted_on.announced;
}

void RecordAnnouncer::advance(Due due) {
  outbox_.send(due);
  if (!held_.empty()) announce_and_release();
}

void RecordAnnouncer::announce_and_release() {
  held_.announce(sink_, batch_, options_.batch);
  held_.release(permitted(), [this](const Operation& operation) { return range_.post(operation); });
}

std::chrono::nanoseconds RecordAnnouncer::patience() const {
  if (held_.unannounced() > 0 || held_.released() < permitted()) {
    return std::chrono::nanoseconds::zero();
  }
  return outbox_.patience();
}

}  // namespace memvol::client
