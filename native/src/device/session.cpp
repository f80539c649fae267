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

Announcements::Sink sink_of(const SessionGrant& grant, const SessionPlace& place) {
  return {
      .observer = place.observer,
      .volume_id = grant.volume_id,
      .facts = {.session_id = grant.session_id,
                .client = grant.client,
                .interface = place.interface,
                .range = {.offset_bytes = grant.offset_bytes, .length_bytes = grant.length_bytes},
                .may_write = grant.rights.write,
                .mode = grant.observe},
      .acknowledges = grant.acknowledges,
      .persister = place.backed.held_back(grant.volume_id)};
}

}  // namespace

Session::Session(SessionGrant grant, SharedMemory memory, const SessionPlace& place,
                 fi_info& request)
    : grant_(std::move(grant)),
      memory_(std::move(memory)),
      domain_(fabric::open_domain(place.fabric, request)),
      region_(*domain_, fabric::memory_model(request), granted_bytes(grant_, memory_),
              grant_.rights),
      announcements_(*domain_, fabric::memory_model(request), sink_of(grant_, place)),
      completions_(place.fabric, *domain_, kCompletionQueueDepth) {}

void Session::accept(fabric::ConnectionRequest& request, fabric::EventQueue& events) {
  endpoint_.emplace(*domain_, *request.info, events, completions_);
  announcements_.start(*endpoint_);
  const auto& geometry = announcements_.geometry();
  endpoint_->accept(encode_grant({.range = {.base = region_.base(), .key = region_.key()},
                                  .length_bytes = grant_.length_bytes,
                                  .may_read = grant_.rights.read,
                                  .may_write = grant_.rights.write,
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
  // Nothing arrives from here on. What arrived before counts, however much it is.
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
