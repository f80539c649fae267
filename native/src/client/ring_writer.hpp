// Writes records one-sided into the session's scratch region on the device. A full ring has no
// room until the device has read on, so that nothing is ever overwritten.
// Threading: the session's. Lifetime: as MessageSender's.
#pragma once

#include <cstdint>

#include "base/admission.hpp"
#include "client/buffer_pool.hpp"
#include "client/record_sink.hpp"
#include "client/ring_head.hpp"
#include "client/ring_space.hpp"
#include "fabric/endpoint.hpp"

namespace memvol::client {

class RingWriter final : public RecordSink {
 public:
  // Writes that can be on their way at once.
  static constexpr std::uint32_t kBuffers = 8;
  // And one fetch of the ring's head.
  static constexpr std::uint32_t kPostsMax = kBuffers + 1;

  RingWriter(fabric::Endpoint& endpoint, const LocalDomain& domain, const RemoteWindow& scratch);

  std::size_t room() override;
  bool put(std::span<const observation::Record> records) override;
  bool idle() const override { return pool_.whole(); }

 private:
  fabric::Endpoint& endpoint_;
  RemoteWindow scratch_;
  RingSpace space_;
  RingHead head_;
  BufferPool pool_;
};

}  // namespace memvol::client
