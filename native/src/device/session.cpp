#include "device/session.hpp"

#include <utility>

#include "fabric/domain.hpp"
#include "fabric/provider.hpp"

namespace memvol::device {

namespace {

// One-sided operations complete at the client only; what little the device's own side
// completes (acknowledgements inside the provider) fits here.
constexpr std::size_t kCompletionQueueDepth = 64;

std::span<std::byte> granted_bytes(const SessionGrant& grant, const SharedMemory& memory) {
  return memory->bytes().subspan(grant.offset_bytes, grant.length_bytes);
}

}  // namespace

Session::Session(SessionGrant grant, SharedMemory memory, fid_fabric& fabric, fi_info& request)
    : grant_(std::move(grant)),
      peer_(fabric::peer_name(request)),
      memory_(std::move(memory)),
      domain_(fabric::open_domain(fabric, request)),
      region_(*domain_, fabric::memory_model(request), granted_bytes(grant_, memory_),
              grant_.rights),
      completions_(fabric, *domain_, kCompletionQueueDepth) {}

void Session::accept(fabric::InfoHandle request, fabric::EventQueue& events) {
  info_ = std::move(request);
  endpoint_.emplace(*domain_, *info_, events, completions_);
  endpoint_->accept(encode_grant({.base = region_.base(),
                                  .key = region_.key(),
                                  .length_bytes = grant_.length_bytes,
                                  .may_read = grant_.rights.read,
                                  .may_write = grant_.rights.write}));
}

}  // namespace memvol::device
