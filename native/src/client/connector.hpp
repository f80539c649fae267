// Opens a connection with a ticket.
// Lifetime: members are destroyed in reverse order, so the endpoint closes before its queues
// and the domain.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/admission.hpp"
#include "client/registered_buffers.hpp"
#include "fabric/address.hpp"
#include "fabric/completion_queue.hpp"
#include "fabric/endpoint.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/handle.hpp"

namespace memvol::client {

struct Connection {
  fabric::InfoHandle info;
  fabric::FabricHandle fabric;
  std::unique_ptr<fabric::EventQueue> events;
  fabric::DomainHandle domain;
  std::unique_ptr<fabric::CompletionQueue> completions;
  std::unique_ptr<fabric::Endpoint> endpoint;
  AdmissionGrant grant;
};

// Where a session on this connection registers memory.
LocalDomain local_domain(const Connection& connection);

// With room for `queue_depth` operations in flight and for a conversation with the observer
// beside them. Blocks until the device has answered, at most `timeout`. Throws Failure
// `ticket_refused`, `device_unreachable` or `fabric_unavailable`.
Connection open_connection(const fabric::Address& address, const std::string& ticket,
                           std::chrono::milliseconds timeout, std::uint32_t queue_depth);

}  // namespace memvol::client
