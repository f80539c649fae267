// Choosing a libfabric provider for an address, and what it can do.
// Threading: free functions and immutable values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "fabric/address.hpp"
#include "fabric/handle.hpp"

namespace memvol::fabric {

enum class Role { kListen, kConnect };

// What is asked of the provider: connection-oriented endpoints (FI_EP_MSG) with one-sided
// reads and writes, manual progress, and room for what is to be posted at once.
struct ProviderRequest {
  Address address;
  Role role = Role::kConnect;
  // Operations in flight.
  std::uint32_t queue_depth = 1;
  // Posts beside them, which are no operations of a user: messages and the like.
  std::uint32_t queue_reserve = 0;
  // Posted receives; 0: as the provider likes.
  std::uint32_t receive_depth = 0;
};

// Throws Failure `fabric_unavailable` when libfabric has no such provider for the address, or
// one over which a completion does not say enough (iWARP),
// `range_invalid` when the provider cannot keep so many operations in flight, `address_in_use`
// when it cannot listen on the port.
InfoHandle find_provider(const ProviderRequest& request);

// How the provider wants memory to be registered and addressed.
struct MemoryModel {
  bool virtual_addresses = false;   // remote addresses are virtual addresses, not offsets
  bool provider_keys = false;       // the provider chooses the keys
  bool local_registration = false;  // local buffers must be registered as well
};

MemoryModel memory_model(const fi_info& info);

// The flag with which a write completes only once its bytes are in the target's memory
// (FI_DELIVERY_COMPLETE), or the strongest that the provider has: on a reliable verbs
// connection FI_TRANSMIT_COMPLETE is the remote adapter's acknowledgement.
std::uint64_t write_completion_flag(const fi_info& info);

// Whether a write can carry 32 bits that the target is told of (RDMA write with immediate).
bool has_immediates(const fi_info& info);

// Whether connections are sockets of this process. Where they are not, the end of one is told by
// an event, and what is in flight may never complete.
bool has_sockets(const fi_info& info);

std::size_t message_size_max(const fi_info& info);

// The remote address of a connection request, as "host:port".
std::string peer_name(const fi_info& info);

}  // namespace memvol::fabric
