#include "fabric/half_open_connections.hpp"

#include <sys/socket.h>

#include <fstream>
#include <optional>
#include <string>

namespace memvol::fabric {

namespace {

// 1.17 has the sockets in the queue's own set, 2.x in one that stands in that.
constexpr int kNestingMax = 2;

std::vector<int> members_of(int epoll_fd) {
  std::ifstream file("/proc/self/fdinfo/" + std::to_string(epoll_fd));
  std::vector<int> members;
  for (std::string word; file >> word;) {
    int fd = -1;
    if (word == "tfd:" && file >> fd) members.push_back(fd);
  }
  return members;
}

std::optional<std::uint64_t> cookie_of(int fd) {
  std::uint64_t cookie = 0;
  socklen_t size = sizeof(cookie);
  if (::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) != 0) return std::nullopt;
  return cookie;
}

// Neither the listening socket nor one with which the provider signals to itself.
bool is_connection(int fd) {
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  return ::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
         (peer.ss_family == AF_INET || peer.ss_family == AF_INET6);
}

void collect(int epoll_fd, int nesting, std::vector<HalfOpenConnection>& found) {
  for (const int fd : members_of(epoll_fd)) {
    if (const auto cookie = cookie_of(fd)) {
      if (is_connection(fd)) found.push_back({.fd = fd, .cookie = *cookie});
    } else if (nesting < kNestingMax) {
      collect(fd, nesting + 1, found);
    }
  }
}

}  // namespace

std::vector<HalfOpenConnection> half_open_connections(int event_queue_fd) {
  std::vector<HalfOpenConnection> found;
  collect(event_queue_fd, 1, found);
  return found;
}

}  // namespace memvol::fabric
