// How far the device has read its ring, fetched one-sided.
// Threading: the session's. Lifetime: as MessageSender's.
#pragma once

#include <cstdint>

#include "base/admission.hpp"
#include "client/context.hpp"
#include "client/registered_buffers.hpp"
#include "client/ring_space.hpp"
#include "fabric/endpoint.hpp"

namespace memvol::client {

class RingHead final : public CompletionOwner {
 public:
  // What is fetched is told to `space`, which must outlive this.
  RingHead(fabric::Endpoint& endpoint, const LocalDomain& domain, const RemoteWindow& scratch,
           RingSpace& space);
  RingHead(const RingHead&) = delete;
  RingHead& operator=(const RingHead&) = delete;

  // Unless it is being fetched already. A busy provider is no matter: who needs it asks again.
  void fetch();
  void completed(std::uint32_t index, const fabric::Completion& completion) override;

 private:
  fabric::Endpoint& endpoint_;
  RemoteWindow scratch_;
  RingSpace& space_;
  RegisteredBuffers buffer_;
  bool under_way_ = false;
};

}  // namespace memvol::client
