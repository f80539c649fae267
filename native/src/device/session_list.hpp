// What a device tells of its sessions: kept beside them, so that whoever asks waits neither for
// the fabric nor for a session that is being made or ended. A session is in the list from the
// moment its ticket is used until its client can reach the memory no more.
// Threading: any thread reads; the connection manager's alone changes the list. One lock, held
// for a look-up in the list or in the tickets, and for no call that takes time.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/admission.hpp"
#include "device/ticket_table.hpp"
#include "observer/session_observer.hpp"

namespace memvol::device {

struct SessionInfo {
  SessionGrant grant;
  std::string peer;
  // When its ticket was used.
  std::chrono::system_clock::time_point since;
  // False between the use of its ticket and the moment at which the connection is established.
  bool connected = false;
  observer::SessionStatistics statistics;
};

struct ConnectionStatistics {
  std::uint64_t opened = 0;
  std::uint64_t closed = 0;
};

class SessionList {
  struct Entry {
    SessionGrant grant;
    std::string peer;
    std::chrono::system_clock::time_point since;
    bool connected = false;
    // Null while the session is made.
    std::shared_ptr<observer::SessionObserver> observer;
  };

 public:
  // Stays valid until the session is removed. The connection manager's thread may follow it
  // without the lock.
  using Place = std::list<Entry>::iterator;

  // Uses the ticket and lists the session that comes of it, in one step: at no moment is there
  // neither. Nothing for a ticket that is not good.
  std::optional<Place> add(TicketTable& tickets, const Ticket& ticket, std::string peer);
  void made(Place place, std::shared_ptr<observer::SessionObserver> observer);
  void connected(Place place);
  void remove(Place place);

  std::vector<SessionInfo> all() const;
  // The observer's side of a session; null when there is none such.
  std::shared_ptr<observer::SessionObserver> observer_of(const std::string& session_id) const;
  ConnectionStatistics statistics() const;

 private:
  mutable std::mutex mutex_;
  std::list<Entry> entries_;
  ConnectionStatistics statistics_;
};

}  // namespace memvol::device
