#include "fabric/half_open_guard.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "fabric/half_open_connections.hpp"

namespace memvol::fabric {

namespace {

void make_non_blocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

// Never closes: the descriptor is the provider's.
void shut_down(const HalfOpenConnection& connection) { ::shutdown(connection.fd, SHUT_RDWR); }

}  // namespace

void HalfOpenGuard::look(Clock::time_point now) {
  auto connections = half_open_connections(event_queue_fd_);
  std::map<std::uint64_t, Clock::time_point> since;
  for (const auto& [fd, cookie] : connections) {
    make_non_blocking(fd);
    const auto known = since_.find(cookie);
    since.emplace(cookie, known == since_.end() ? now : known->second);
  }
  since_ = std::move(since);
  std::sort(connections.begin(), connections.end(), [&](const auto& a, const auto& b) {
    return since_.at(a.cookie) < since_.at(b.cookie);
  });
  const auto excess = connections.size() - std::min(connections.size(), limits_.count_max);
  for (std::size_t i = 0; i < connections.size(); ++i) {
    const bool too_old = now - since_.at(connections[i].cookie) >= limits_.age_max;
    if (too_old || i < excess) shut_down(connections[i]);
  }
}

void HalfOpenGuard::shut_down_all() const {
  for (const auto& connection : half_open_connections(event_queue_fd_)) shut_down(connection);
}

}  // namespace memvol::fabric
