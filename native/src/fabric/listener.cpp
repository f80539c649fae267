#include "fabric/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <rdma/fabric.h>
#include <rdma/fi_cm.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_errno.h>
#include <sys/socket.h>

#include <string>

#include "fabric/fabric_failure.hpp"

namespace memvol::fabric {

namespace {

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

}  // namespace

Listener::Listener(fid_fabric& fabric, fi_info& info, EventQueue& events, const Address& requested)
    : address_(requested) {
  fid_pep* handle = nullptr;
  // The tcp provider binds the port in fi_passive_ep, verbs in fi_listen.
  int result = fi_passive_ep(&fabric, &info, &handle, nullptr);
  handle_.reset(handle);
  if (result == 0) result = fi_pep_bind(handle_.get(), &events.handle().fid, 0);
  if (result == 0) result = fi_listen(handle_.get());
  check(result, result == -FI_EADDRINUSE ? "address_in_use" : "fabric_unavailable", "fi_listen",
        "cannot listen on " + place(requested));
  address_.port = local_port(*handle_);
}

void Listener::reject(const fi_info& request, std::span<const std::byte> data) {
  // Fails when the client is gone already, which is as good.
  fi_reject(handle_.get(), request.handle, data.data(), data.size());
}

}  // namespace memvol::fabric
