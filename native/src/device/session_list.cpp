#include "device/session_list.hpp"

#include <utility>

namespace memvol::device {

std::optional<SessionList::Place> SessionList::add(TicketTable& tickets, const Ticket& ticket,
                                                   std::string peer) {
  const std::lock_guard lock(mutex_);
  // The time is taken under the lock: who has found the list without the session finds the
  // ticket's time over only if it was over here.
  auto grant = tickets.redeem(ticket, TicketTable::Clock::now());
  if (!grant) return std::nullopt;
  entries_.push_back({.grant = std::move(*grant),
                      .peer = std::move(peer),
                      .since = std::chrono::system_clock::now(),
                      .observer = nullptr});
  return std::prev(entries_.end());
}

void SessionList::made(Place place, std::shared_ptr<observer::SessionObserver> observer) {
  const std::lock_guard lock(mutex_);
  place->observer = std::move(observer);
}

void SessionList::connected(Place place) {
  const std::lock_guard lock(mutex_);
  place->connected = true;
  ++statistics_.opened;
}

void SessionList::remove(Place place) {
  const std::lock_guard lock(mutex_);
  if (place->connected) ++statistics_.closed;
  entries_.erase(place);
}

std::vector<SessionInfo> SessionList::all() const {
  std::vector<Entry> entries;
  {
    const std::lock_guard lock(mutex_);
    entries.assign(entries_.begin(), entries_.end());
  }
  std::vector<SessionInfo> infos;
  infos.reserve(entries.size());
  for (auto& entry : entries) {
    infos.push_back({.grant = std::move(entry.grant),
                     .peer = std::move(entry.peer),
                     .since = entry.since,
                     .connected = entry.connected,
                     .statistics = entry.observer ? entry.observer->statistics()
                                                  : observer::SessionStatistics{}});
  }
  return infos;
}

std::shared_ptr<observer::SessionObserver> SessionList::observer_of(
    const std::string& session_id) const {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : entries_) {
    if (entry.grant.session_id == session_id) return entry.observer;
  }
  return nullptr;
}

ConnectionStatistics SessionList::statistics() const {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

}  // namespace memvol::device
