#include "fabric/provider.hpp"

#include <netdb.h>
#include <rdma/fabric.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_errno.h>
#include <sys/socket.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "fabric/fabric_failure.hpp"

namespace memvol::fabric {

namespace {

// The oldest interface that we are written against: Debian 12's.
constexpr std::uint32_t kApiVersion = FI_VERSION(1, 17);

// libfabric can keep registrations for later use, and does so over verbs unless told otherwise,
// before its first call and in no other way than this. What it keeps grants every right, and
// outlives its closing: the end of read-only sessions and of revocation. See also
// require_exact_registrations. Set while this code is loaded, when no thread of ours reads the
// environment.
//
// Nothing is set for fork: since Linux 5.12 a child gets copies of what is registered, and the
// parent keeps the pages that the adapter knows. Volumes are shared mappings, of which there are
// no copies on any kernel.
// NOLINTNEXTLINE(concurrency-mt-unsafe)
[[maybe_unused]] const bool kCacheOff = ::setenv("FI_MR_CACHE_MAX_COUNT", "0", 1) == 0;

enum class Sized { kYes, kNo };

InfoHandle request_hints(const ProviderRequest& request, Sized sized) {
  InfoHandle hints(fi_allocinfo());
  if (!hints) throw std::bad_alloc();
  hints->caps = FI_MSG | FI_RMA;
  hints->ep_attr->type = FI_EP_MSG;
  hints->domain_attr->mr_mode = FI_MR_LOCAL | FI_MR_VIRT_ADDR | FI_MR_ALLOCATED | FI_MR_PROV_KEY;
  // Each session has its domain, and one thread at a time uses it: on the device first the
  // connection manager's, then a progress thread's, then the manager's again.
  hints->domain_attr->threading = FI_THREAD_DOMAIN;
  hints->domain_attr->control_progress = FI_PROGRESS_MANUAL;
  hints->domain_attr->data_progress = FI_PROGRESS_MANUAL;
  if (sized == Sized::kYes) {
    hints->tx_attr->size = std::size_t{request.queue_depth} + request.queue_reserve;
    hints->rx_attr->size = request.receive_depth;
  }
  // The hints own their strings: fi_freeinfo frees them.
  hints->fabric_attr->prov_name = ::strdup(request.address.provider.c_str());
  return hints;
}

int query(const ProviderRequest& request, Sized sized, InfoHandle& found) {
  const InfoHandle hints = request_hints(request, sized);
  const std::string port = std::to_string(request.address.port);
  const std::uint64_t flags = request.role == Role::kListen ? FI_SOURCE : 0;
  fi_info* info = nullptr;
  const int result = fi_getinfo(kApiVersion, request.address.host.c_str(), port.c_str(), flags,
                                hints.get(), &info);
  found.reset(info);
  return result;
}

}  // namespace

// An iWARP adapter reports a write as complete once it has sent it, so that the report says
// nothing of the other side's memory, and ends the connection over a message for which no receive
// is posted just now.
void refuse_iwarp(const fi_info& info, const Address& address) {
  if (info.ep_attr->protocol != FI_PROTO_IWARP) return;
  throw Failure("fabric_unavailable", "fi_getinfo", 0,
                "the RDMA device of " + address.host +
                    " is an iWARP adapter, over which a completed write may not have arrived; "
                    "use provider tcp there");
}

InfoHandle find_provider(const ProviderRequest& request) {
  InfoHandle info;
  const int result = query(request, Sized::kYes, info);
  if (result == 0) {
    refuse_iwarp(*info, request.address);
    return info;
  }
  const std::string provider =
      "libfabric " + library_version() + "'s provider '" + request.address.provider + "'";
  InfoHandle other;
  if (request.role == Role::kListen && request.address.port != 0) {
    // The verbs provider binds the port already to answer.
    auto anywhere = request;
    anywhere.address.port = 0;
    if (query(anywhere, Sized::kYes, other) == 0) {
      throw fabric_failure("address_in_use", "fi_getinfo", result,
                           "cannot listen on " + request.address.host + ":" +
                               std::to_string(request.address.port) + " with " + provider);
    }
  }
  if (query(request, Sized::kNo, other) == 0) {
    throw fabric_failure("range_invalid", "fi_getinfo", result,
                         provider + " cannot keep " + std::to_string(request.queue_depth) +
                             " operations in flight on one connection");
  }
  throw fabric_failure("fabric_unavailable", "fi_getinfo", result,
                       provider + " is missing or does not reach " + request.address.host);
}

MemoryModel memory_model(const fi_info& info) {
  const auto mode = static_cast<std::uint64_t>(info.domain_attr->mr_mode);
  return {.virtual_addresses = (mode & FI_MR_VIRT_ADDR) != 0,
          .provider_keys = (mode & FI_MR_PROV_KEY) != 0,
          .local_registration = (mode & FI_MR_LOCAL) != 0};
}

std::uint64_t write_completion_flag(const fi_info& info) {
  // The tcp and net providers take FI_DELIVERY_COMPLETE on each operation without listing it as
  // a default; verbs refuses it.
  const char* name = info.fabric_attr->prov_name;
  const bool verbs = name != nullptr && std::strstr(name, "verbs") != nullptr;
  return verbs ? FI_TRANSMIT_COMPLETE : FI_DELIVERY_COMPLETE;
}

bool has_immediates(const fi_info& info) {
  return info.domain_attr->cq_data_size >= sizeof(std::uint32_t);
}

bool has_sockets(const fi_info& info) { return info.ep_attr->protocol == FI_PROTO_SOCK_TCP; }

std::size_t message_size_max(const fi_info& info) { return info.ep_attr->max_msg_size; }

std::string peer_name(const fi_info& info) {
  char host[NI_MAXHOST] = "?";
  char port[NI_MAXSERV] = "?";
  if (info.dest_addr != nullptr) {
    ::getnameinfo(static_cast<const sockaddr*>(info.dest_addr),
                  static_cast<socklen_t>(info.dest_addrlen), host, sizeof(host), port, sizeof(port),
                  NI_NUMERICHOST | NI_NUMERICSERV);
  }
  return std::string(host) + ":" + port;
}

}  // namespace memvol::fabric
