#include "device/ticket_table.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/random_bytes.hpp"

namespace memvol::device {

Ticket TicketTable::issue(SessionGrant grant, const TicketHalf& clients,
                          Clock::time_point expires_at) {
  Ticket ticket;
  const std::span whole(ticket);
  fill_random(whole.first(clients.size()));
  std::copy(clients.begin(), clients.end(), whole.last(clients.size()).begin());
  const std::lock_guard lock(mutex_);
  drop_expired(Clock::now());
  entries_.emplace(ticket, Entry{std::move(grant), expires_at});
  ++statistics_.issued;
  return ticket;
}

std::optional<SessionGrant> TicketTable::redeem(const Ticket& ticket, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto node = entries_.extract(ticket);
  if (node.empty() || node.mapped().expires_at <= now) {
    ++statistics_.refused;
    return std::nullopt;
  }
  return node.mapped().grant;
}

bool TicketTable::revoke_session(const std::string& session_id) {
  const std::lock_guard lock(mutex_);
  drop_expired(Clock::now());
  return std::erase_if(entries_, [&](const auto& entry) {
           return entry.second.grant.session_id == session_id;
         }) > 0;
}

void TicketTable::revoke_volume(const std::string& volume_id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_,
                [&](const auto& entry) { return entry.second.grant.volume_id == volume_id; });
}

TicketStatistics TicketTable::statistics() const {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

void TicketTable::drop_expired(Clock::time_point now) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.expires_at <= now; });
}

}  // namespace memvol::device
