// The passive endpoint on which connection requests arrive (as events of its event queue).
// Threading: the thread that reads the event queue.
#pragma once

#include <cstddef>
#include <span>

#include "fabric/address.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/handle.hpp"

namespace memvol::fabric {

class Listener {
 public:
  // Throws Failure `address_in_use` when another listener has the port, `fabric_unavailable`
  // for everything else that fails.
  Listener(fid_fabric& fabric, fi_info& info, EventQueue& events, const Address& requested);

  // With the port that was picked where 0 was asked for.
  const Address& address() const { return address_; }

  // Refuses a request; `data` reaches the client.
  void reject(const fi_info& request, std::span<const std::byte> data);

 private:
  PassiveEndpointHandle handle_;
  Address address_;
};

}  // namespace memvol::fabric
