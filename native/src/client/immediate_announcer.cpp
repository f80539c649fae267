#include "client/immediate_announcer.hpp"

#include <utility>

namespace memvol::client {

ImmediateAnnouncer::ImmediateAnnouncer(GrantedRange& range, const observation::Geometry& geometry,
                                       std::uint64_t range_offset_bytes, Ledger& ledger,
                                       Outbox outbox)
    : range_(range),
      codec_(geometry),
      range_offset_bytes_(range_offset_bytes),
      ledger_(ledger),
      outbox_(std::move(outbox)),
      ways_(range.slot_count()),
      wide_writes_(range.slot_count()) {}

bool ImmediateAnnouncer::post(const Operation& operation) {
  if (operation.type != observation::OperationType::kRead) return post_write(operation);
  ways_[operation.slot] = Way::kUntold;
  return range_.post(operation);
}

bool ImmediateAnnouncer::post_write(const Operation& operation) {
  const auto immediate =
      codec_.encode({.offset_bytes = range_offset_bytes_ + operation.extent.offset_bytes,
                     .length_bytes = operation.extent.length_bytes});
  if (!immediate) return post_wide_write(operation);
  if (!range_.post_with_immediate(operation, *immediate)) return false;
  ways_[operation.slot] = Way::kImmediate;
  ledger_.tell(1);
  ledger_.await(operation.slot);
  return true;
}

bool ImmediateAnnouncer::post_wide_write(const Operation& operation) {
  if (!outbox_.has_room(wide_in_flight_ + 1) || !range_.post(operation)) return false;
  ways_[operation.slot] = Way::kRecord;
  wide_writes_[operation.slot] = operation;
  ++wide_in_flight_;
  return true;
}

bool ImmediateAnnouncer::complete(std::uint32_t slot) {
  if (ways_[slot] == Way::kUntold) return true;
  if (ways_[slot] == Way::kRecord) {
    outbox_.add(wide_writes_[slot]);
    --wide_in_flight_;
  }
  return ledger_.complete(slot);
}

void ImmediateAnnouncer::advance(Due) { outbox_.send(Due::kAtOnce); }

}  // namespace memvol::client
