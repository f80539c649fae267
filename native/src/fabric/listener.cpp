#include "fabric/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <rdma/fabric.h>
#include <rdma/fi_cm.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_errno.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "fabric/fabric_failure.hpp"
#include "fabric/provider.hpp"

namespace memvol::fabric {

namespace {

using Clock = HalfOpenGuard::Clock;

// While there is something half open, so often is looked whether it has become too old.
constexpr std::chrono::milliseconds kLookIntervalMax{250};

std::string place(const Address& address) {
  return address.host + ":" + std::to_string(address.port);
}

std::uint16_t local_port(fid_pep& endpoint) {
  sockaddr_storage name{};
  std::size_t size = sizeof(name);
  check(fi_getname(&endpoint.fid, &name, &size), "fabric_unavailable", "fi_getname",
        "the fabric listener has no address");
  const auto port = name.ss_family == AF_INET6
                        ? reinterpret_cast<const sockaddr_in6*>(&name)->sin6_port
                        : reinterpret_cast<const sockaddr_in*>(&name)->sin_port;
  return ntohs(port);
}

PassiveEndpointHandle listen(fid_fabric& fabric, fi_info& info, EventQueue& events,
                             const Address& requested) {
  fid_pep* handle = nullptr;
  // The tcp provider binds the port in fi_passive_ep, verbs in fi_listen.
  int result = fi_passive_ep(&fabric, &info, &handle, nullptr);
  PassiveEndpointHandle endpoint(handle);
  if (result == 0) result = fi_pep_bind(endpoint.get(), &events.handle().fid, 0);
  if (result == 0) result = fi_listen(endpoint.get());
  check(result, result == -FI_EADDRINUSE ? "address_in_use" : "fabric_unavailable", "fi_listen",
        "cannot listen on " + place(requested));
  return endpoint;
}

}  // namespace

Listener::Listener(fid_fabric& fabric, fi_info& info, const Address& requested,
                   const HalfOpenLimits& limits)
    : events_(fabric),
      handle_(listen(fabric, info, events_, requested)),
      address_(requested),
      look_interval_(
          std::clamp(limits.age_max / 4, std::chrono::milliseconds(1), kLookIntervalMax)) {
  address_.port = local_port(*handle_);
  if (has_sockets(info)) guard_.emplace(events_.fd(), limits);
}

Listener::~Listener() {
  // The provider forgets what is half open, and never closes it.
  if (guard_) drain();
}

void Listener::drain() {
  // More than once: what is accepted meanwhile goes as well. Not for ever, should strangers come
  // faster than they go.
  constexpr int kRoundsMax = 10;
  for (int round = 0; round < kRoundsMax; ++round) {
    while (auto request = next()) reject(std::move(*request), {});
    if (!guard_->sees_any()) return;
    guard_->shut_down_all();
  }
}

std::optional<ConnectionRequest> Listener::next() {
  std::optional<ConnectionRequest> request;
  if (auto event = events_.next(); event && event->kind == ConnectionEvent::Kind::kRequested) {
    request.emplace(
        ConnectionRequest{.info = std::move(event->info), .data = std::move(event->data)});
  }
  look();
  return request;
}

void Listener::look() {
  if (guard_) guard_->look(Clock::now());
}

void Listener::wait(int other_fd) {
  // The tcp provider takes this question, too, for a chance to accept (1.17).
  const bool may_block = events_.may_block();
  look();
  if (!may_block) return;
  std::array<pollfd, 2> waiting{{{.fd = events_.fd(), .events = POLLIN, .revents = 0},
                                 {.fd = other_fd, .events = POLLIN, .revents = 0}}};
  const bool watching = guard_ && guard_->sees_any();
  ::poll(waiting.data(), waiting.size(), watching ? static_cast<int>(look_interval_.count()) : -1);
}

void Listener::reject(ConnectionRequest request, std::span<const std::byte> data) {
  // Fails when the client is gone already, which is as good.
  fi_reject(handle_.get(), request.info->handle, data.data(), data.size());
}

}  // namespace memvol::fabric
