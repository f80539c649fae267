// Receives what the device says it has acted on.
// Threading: the session's. Lifetime: as MessageSender's.
#pragma once

#include <cstdint>

#include "client/context.hpp"
#include "client/registered_buffers.hpp"
#include "fabric/endpoint.hpp"
#include "observation/message.hpp"

namespace memvol::client {

class AcknowledgementReceiver final : public CompletionOwner {
 public:
  // Receives that are posted at once. Each tells all, so that a few are enough.
  static constexpr std::uint32_t kBuffers = 4;

  // Throws Failure `io_failed`.
  AcknowledgementReceiver(fabric::Endpoint& endpoint, const LocalDomain& domain);
  AcknowledgementReceiver(const AcknowledgementReceiver&) = delete;
  AcknowledgementReceiver& operator=(const AcknowledgementReceiver&) = delete;

  // The most that was received so far.
  const observation::Told& acted_on() const { return acted_on_; }

  // Throws Failure `io_failed` for what is no acknowledgement.
  void completed(std::uint32_t index, const fabric::Completion& completion) override;

 private:
  void post(std::uint32_t index);

  fabric::Endpoint& endpoint_;
  RegisteredBuffers buffers_;
  observation::Told acted_on_;
};

}  // namespace memvol::client
