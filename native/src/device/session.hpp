// The device's side of a session: a domain of its own in which exactly the granted range is
// registered with exactly the granted rights, and the endpoint that reaches it.
// Threading: made and destroyed by the connection manager's thread; its completion queue is
// read by one progress thread in between.
// Lifetime: members are destroyed in reverse order, which is the order of revocation: first the
// endpoint, then its queue, then the region, then the domain, then the share in the memory.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "device/ticket_table.hpp"
#include "device/volume_table.hpp"
#include "fabric/completion_queue.hpp"
#include "fabric/endpoint.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/handle.hpp"
#include "fabric/memory_region.hpp"

namespace memvol::device {

class Session {
 public:
  // Registers the granted range, which must lie within the memory, for the connection that
  // `request` asks for. Throws Failure; the request may then still be rejected.
  Session(SessionGrant grant, SharedMemory memory, fid_fabric& fabric, fi_info& request);

  // Takes the request over and answers it with what the client needs to reach the range.
  // Throws Failure; the connection is then gone.
  void accept(fabric::InfoHandle request, fabric::EventQueue& events);
  void shut_down() { endpoint_->shut_down(); }

  const SessionGrant& grant() const { return grant_; }
  const std::string& peer() const { return peer_; }
  std::chrono::system_clock::time_point since() const { return since_; }
  bool is(const fid* subject) const { return endpoint_ && endpoint_->is(subject); }
  fabric::CompletionQueue& completions() { return completions_; }

 private:
  SessionGrant grant_;
  std::string peer_;
  std::chrono::system_clock::time_point since_ = std::chrono::system_clock::now();
  SharedMemory memory_;
  fabric::DomainHandle domain_;
  fabric::RemoteRegion region_;
  fabric::CompletionQueue completions_;
  fabric::InfoHandle info_;
  std::optional<fabric::Endpoint> endpoint_;
};

}  // namespace memvol::device
