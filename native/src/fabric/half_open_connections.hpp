// The connections that a provider has accepted and whose request has not arrived. It tells of
// none of them, yet waits for their requests in its event queue's epoll set, and Linux shows
// what is in one (/proc/self/fdinfo).
// Threading: the thread that reads the event queue, the only one on which the provider closes
// such a connection: until its next call none of them can become another descriptor.
#pragma once

#include <cstdint>
#include <vector>

namespace memvol::fabric {

struct HalfOpenConnection {
  int fd;
  // Never the same for two sockets of this system.
  std::uint64_t cookie;
};

// `event_queue_fd`: of a queue that has a listener and no endpoints.
std::vector<HalfOpenConnection> half_open_connections(int event_queue_fd);

}  // namespace memvol::fabric
