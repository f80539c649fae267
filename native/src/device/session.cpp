#include "device/session.hpp"

#include <array>
#include <utility>

#include "base/failure.hpp"
#include "fabric/domain.hpp"
#include "fabric/provider.hpp"

namespace memvol::device {

namespace {

// Of plain one-sided operations the device's side sees nothing, of immediates and messages each.
// One reading of the queue takes what it holds and lets the provider add what has arrived
// meanwhile. The tcp provider never drops what exceeds the queue but keeps it in a list from
// which each reading takes a single entry, so that a backlog would grow and not shrink: to be
// kept out of by a wide margin.
constexpr std::size_t kCompletionQueueDepth = 2048;

// A queue that answers nothing but failures has nothing to tell.
constexpr int kFailuresMax = 1000;

std::span<std::byte> granted_bytes(const SessionGrant& grant, const SharedMemory& memory) {
  return memory->bytes().subspan(grant.offset_bytes, grant.length_bytes);
}

std::optional<fabric::RemoteRegion> register_range(fid_domain& domain,
                                                   const fabric::MemoryModel& model,
                                                   const SessionGrant& grant,
                                                   const SharedMemory& memory) {
  const fabric::RemoteRights rights{.read = grant.rights.read, .write = grant.rights.write};
  if (!rights.read && !rights.write) return std::nullopt;
  return std::optional<fabric::RemoteRegion>(std::in_place, domain, model,
                                             granted_bytes(grant, memory), rights);
}

RemoteWindow window_of(const std::optional<fabric::RemoteRegion>& region) {
  if (!region) return {};
  return {.base = region->base(), .key = region->key()};
}

}  // namespace

Session::Session(SessionGrant grant, SharedMemory memory, const SessionPlace& place,
                 fi_info& request)
    : grant_(std::move(grant)),
      memory_(std::move(memory)),
      domain_(fabric::open_domain(place.fabric, request)),
      region_(register_range(*domain_, fabric::memory_model(request), grant_, memory_)),
      announcements_(*domain_, fabric::memory_model(request),
                     {.observer = place.observer,
                      .grant = grant_,
                      .interface = place.interface,
                      .volume = memory_->bytes(),
                      .persister = place.backed.held_back(grant_.volume_id)}),
      completions_(place.fabric, *domain_, kCompletionQueueDepth) {}

void Session::accept(fabric::ConnectionRequest& request, fabric::EventQueue& events) {
  endpoint_.emplace(*domain_, *request.info, events, completions_);
  announcements_.start(*endpoint_);
  const auto& geometry = announcements_.geometry();
  endpoint_->accept(encode_grant({.range = window_of(region_),
                                  .length_bytes = grant_.length_bytes,
                                  .rights = grant_.rights,
                                  .acknowledges = grant_.acknowledges,
                                  .observation_mode = static_cast<std::uint8_t>(grant_.observe),
                                  .region_shift = geometry.region_shift(),
                                  .volume_size_bytes = geometry.volume_size_bytes(),
                                  .range_offset_bytes = grant_.offset_bytes,
                                  .scratch = announcements_.scratch()}));
  info_ = std::move(request.info);
}

std::size_t Session::advance() {
  std::array<fabric::Completion, 64> completed;
  const auto count = completions_.read(completed);
  announcements_.act_on(std::span(completed).first(count), *endpoint_);
  return count;
}

void Session::shut_down() {
  // Nothing arrives from here on. What arrived before counts, however much it is, but for what
  // is still to be done.
  announcements_.stop_atomics();
  endpoint_->shut_down();
  for (int failures = 0; failures < kFailuresMax;) {
    try {
      if (advance() == 0 && completions_.may_block()) return;
    } catch (const Failure&) {
      // A receive that will never be filled; what came before may stand behind it in the queue.
      ++failures;
    }
  }
}

}  // namespace memvol::device
