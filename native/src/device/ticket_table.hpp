// Tickets: random, one-time, expiring. A ticket turns a decision of the control plane into one
// connection of the data plane. Half of it is the client's own secret: to have heard what the
// device answered is not enough to come in its place.
// Threading: any thread; one lock, held for a table look-up.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/admission.hpp"
#include "observation/mode.hpp"

namespace memvol::device {

// What the bearer of a ticket may reach.
struct SessionGrant {
  std::string session_id;
  std::string volume_id;
  std::string client;
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
  Rights rights;
  observation::Mode observe = observation::Mode::kNone;
  // The client is told what the observer has acted on.
  bool acknowledges = false;
};

struct TicketStatistics {
  std::uint64_t issued = 0;
  std::uint64_t refused = 0;
};

class TicketTable {
 public:
  using Clock = std::chrono::steady_clock;

  // The whole ticket, of a new half of the device's and of the client's.
  Ticket issue(SessionGrant grant, const TicketHalf& clients, Clock::time_point expires_at);

  // The grant, once: nothing for a ticket that is unknown, used or expired.
  std::optional<SessionGrant> redeem(const Ticket& ticket, Clock::time_point now);

  // Drops the unused ticket that was to become this session; false if there is none.
  bool revoke_session(const std::string& session_id);

  // Drops the unused tickets of a volume that is going away.
  void revoke_volume(const std::string& volume_id);

  TicketStatistics statistics() const;

 private:
  struct Entry {
    SessionGrant grant;
    Clock::time_point expires_at;
  };

  void drop_expired(Clock::time_point now);

  mutable std::mutex mutex_;
  // Looked up by the whole ticket: 256 random bits, so how long a look-up takes tells nothing
  // that helps to guess one.
  std::map<Ticket, Entry> entries_;
  TicketStatistics statistics_;
};

}  // namespace memvol::device
