// Receives what the device sends to a session: what it has acted on, and answers to atomic
// operations.
// Threading: the session's. Lifetime: the endpoint must outlive the last call; destroyed after
// the endpoint and before its domain.
#pragma once

#include <cstdint>

#include "client/atomic_operations.hpp"
#include "client/context.hpp"
#include "client/registered_buffers.hpp"
#include "fabric/endpoint.hpp"
#include "observation/message.hpp"

namespace memvol::client {

class Inbox final : public CompletionOwner {
 public:
  // Receives that are posted at once, at most: each acknowledgement tells all, so that a few are
  // enough, and each atomic operation has its answer.
  static constexpr std::uint32_t kBuffersMax = 4 + AtomicOperations::kInFlightMax;

  // `atomics`: where the answers go; null for a session that may not ask. Throws Failure
  // `io_failed`.
  Inbox(fabric::Endpoint& endpoint, const LocalDomain& domain, AtomicOperations* atomics);
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  // The most that was received so far.
  const observation::Told& acted_on() const { return acted_on_; }

  // Throws Failure `io_failed` for what is neither, and as AtomicOperations::answered.
  void completed(std::uint32_t index, const fabric::Completion& completion) override;

 private:
  void post(std::uint32_t index);
  // False for what is none.
  bool take_answer(std::span<const std::byte> message);
  bool take_acknowledgement(std::span<const std::byte> message);

  fabric::Endpoint& endpoint_;
  RegisteredBuffers buffers_;
  AtomicOperations* atomics_;
  observation::Told acted_on_;
};

}  // namespace memvol::client
