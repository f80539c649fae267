// The passive endpoint on which connection requests arrive, with an event queue of its own:
// whatever strangers do there, it is not in the way of established connections.
// Threading: next, wait and the destructor by one thread; reject by any.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "fabric/address.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/half_open_guard.hpp"
#include "fabric/handle.hpp"

namespace memvol::fabric {

// A connection request that has arrived, to be answered by an endpoint that is made from it or
// by a rejection.
struct ConnectionRequest {
  InfoHandle info;
  // What the peer sent along.
  std::vector<std::byte> data;
};

class Listener {
 public:
  // Throws Failure `address_in_use` when another listener has the port, `fabric_unavailable`
  // for everything else that fails.
  Listener(fid_fabric& fabric, fi_info& info, const Address& requested,
           const HalfOpenLimits& limits);
  ~Listener();

  // With the port that was picked where 0 was asked for.
  const Address& address() const { return address_; }

  // The next request, if there is one. Keeps what is half open within the limits.
  std::optional<ConnectionRequest> next();
  // Blocks until next() may have something to do, or the other descriptor is readable.
  void wait(int other_fd);

  // Refuses a request; `data` reaches the client.
  void reject(ConnectionRequest request, std::span<const std::byte> data);

 private:
  void look();
  void drain();

  EventQueue events_;
  PassiveEndpointHandle handle_;
  Address address_;
  std::chrono::milliseconds look_interval_;
  // Absent where the provider's connections are no sockets of ours.
  std::optional<HalfOpenGuard> guard_;
};

}  // namespace memvol::fabric
