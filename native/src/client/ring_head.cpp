#include "client/ring_head.hpp"

#include "base/little_endian.hpp"

namespace memvol::client {

RingHead::RingHead(fabric::Endpoint& endpoint, const LocalDomain& domain,
                   const RemoteWindow& scratch, RingSpace& space)
    : endpoint_(endpoint),
      scratch_(scratch),
      space_(space),
      buffer_(domain, *this, 1, sizeof(std::uint64_t)) {}

void RingHead::fetch() {
  if (under_way_) return;
  const Buffer buffer = buffer_[0];
  under_way_ = endpoint_.read({.local = buffer.memory.data(),
                               .length_bytes = buffer.memory.size(),
                               .descriptor = buffer.descriptor,
                               .remote_address = scratch_.base,
                               .key = scratch_.key,
                               .context = buffer.context});
}

void RingHead::completed(std::uint32_t, const fabric::Completion&) {
  under_way_ = false;
  space_.released(get_little_endian<std::uint64_t>(buffer_[0].memory.data()));
}

}  // namespace memvol::client
