// Connection events of one fabric's endpoints.
// Threading: one reader; on tcp, reading is what advances connections.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "fabric/handle.hpp"

struct fid;

namespace memvol::fabric {

struct ConnectionEvent {
  enum class Kind { kRequested, kConnected, kShutdown, kFailed };

  Kind kind = Kind::kFailed;
  // The endpoint that this is about (for a request: the passive endpoint). May be closed
  // already: compare, do not follow.
  fid* subject = nullptr;
  // Of a request: what an endpoint for it is made from, or it is rejected with.
  InfoHandle info;
  // What the peer sent along: with a request, with its acceptance, with a rejection.
  std::vector<std::byte> data;
  // Of a failure: the provider's code and text.
  int number = 0;
  std::string message;
};

class EventQueue {
 public:
  explicit EventQueue(fid_fabric& fabric);

  // The next event, if there is one. Throws Failure `fabric_unavailable`.
  std::optional<ConnectionEvent> next();

  // Readable when there may be something to read.
  int fd() const { return fd_; }
  bool may_block();

  fid_eq& handle() { return *handle_; }

 private:
  ConnectionEvent failure_event();

  fid_fabric* fabric_;
  EventQueueHandle handle_;
  int fd_ = -1;
};

}  // namespace memvol::fabric
