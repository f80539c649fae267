// The device's side of a session: a domain of its own in which exactly the granted range is
// registered with exactly the granted rights, the endpoint that reaches it, and what the client
// announces.
// Threading: made and destroyed by the connection manager's thread; advanced by one progress
// thread in between.
// Lifetime: members are destroyed in reverse order, which is the order of revocation: first the
// endpoint, then its queue, then the regions, then the domain, then the share in the memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "device/announcements.hpp"
#include "device/backed_volumes.hpp"
#include "device/progress_source.hpp"
#include "device/ticket_table.hpp"
#include "device/volume_table.hpp"
#include "fabric/completion_queue.hpp"
#include "fabric/endpoint.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/handle.hpp"
#include "fabric/listener.hpp"
#include "fabric/memory_region.hpp"
#include "observer/observer.hpp"

namespace memvol::device {

// What a session needs of its device.
struct SessionPlace {
  fid_fabric& fabric;
  observer::Observer& observer;
  const BackedVolumes& backed;
  // As the observer's statistics name it.
  std::string interface;
};

class Session final : public ProgressSource {
 public:
  // Messages that are on their way to the client at once, and receives that are posted, at most.
  static constexpr std::uint32_t kPostsMax = 64;

  // Registers the granted range, which must lie within the memory, for the connection that
  // `request` asks for. Throws Failure.
  Session(SessionGrant grant, SharedMemory memory, const SessionPlace& place, fi_info& request);

  // Answers the request with what the client needs to reach the range, and takes it over. Throws
  // Failure; the request is then to be rejected, once the session is destroyed.
  void accept(fabric::ConnectionRequest& request, fabric::EventQueue& events);

  fabric::CompletionQueue& completions() override { return completions_; }
  std::size_t advance() override;
  bool needs_polling() const override { return announcements_.needs_polling(); }
  void poll() override { announcements_.poll(*endpoint_); }

  // Ends the connection: nothing that arrives afterwards is carried out, nor an atomic operation
  // that was only asked for. Acts on what was told. To be called after the progress thread has let
  // go of the session.
  void shut_down();

  const SessionGrant& grant() const { return grant_; }
  bool is(const fid* subject) const { return endpoint_ && endpoint_->is(subject); }
  const std::shared_ptr<observer::SessionObserver>& observer() const {
    return announcements_.observer();
  }

 private:
  SessionGrant grant_;
  SharedMemory memory_;
  fabric::DomainHandle domain_;
  // Absent without the right to read or to write: atomic operations reach no registration.
  std::optional<fabric::RemoteRegion> region_;
  Announcements announcements_;
  fabric::CompletionQueue completions_;
  fabric::InfoHandle info_;
  std::optional<fabric::Endpoint> endpoint_;
};

}  // namespace memvol::device
