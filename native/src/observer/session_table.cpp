#include "observer/session_table.hpp"

#include <algorithm>

#include "observer/session_observer.hpp"

namespace memvol::observer {

void SessionTable::add(const SessionObserver& session) {
  const std::lock_guard lock(mutex_);
  live_.push_back(&session);
}

void SessionTable::retire(const SessionObserver& session) {
  const std::lock_guard lock(mutex_);
  std::erase(live_, &session);
  add_to(ended_, session, false);
}

void SessionTable::add_to(Totals& totals, const SessionObserver& session, bool live) {
  const auto told = session.totals();
  totals.traffic.add(told.traffic);
  totals.refused += told.refused;
  totals.bytes_estimated |= told.bytes_estimated;
  const SessionFacts& facts = session.facts();
  totals.clients.add(facts.client, told.traffic, live);
  totals.interfaces.add(facts.interface, told.traffic, live);
}

RegionRanges SessionTable::changing() const {
  std::vector<observation::RegionRange> ranges;
  const std::lock_guard lock(mutex_);
  for (const auto* session : live_) session->append_changing(ranges);
  return RegionRanges(std::move(ranges));
}

void SessionTable::report(VolumeStatistics& statistics, Clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  Totals totals = ended_;
  for (const auto* session : live_) add_to(totals, *session, true);
  statistics.traffic = totals.traffic.statistics(now);
  statistics.refused = totals.refused;
  statistics.bytes_estimated = totals.bytes_estimated;
  statistics.clients = totals.clients.statistics(now);
  statistics.interfaces = totals.interfaces.statistics(now);
}

}  // namespace memvol::observer
