// Sends a session's messages: notifications and the farewell.
// Threading: the session's. Lifetime: the endpoint must outlive the last call; destroyed after
// the endpoint.
#pragma once

#include <cstdint>

#include "client/buffer_pool.hpp"
#include "client/record_sink.hpp"
#include "fabric/endpoint.hpp"
#include "observation/message.hpp"

namespace memvol::client {

class MessageSender final : public RecordSink {
 public:
  // Messages that can be on their way at once.
  static constexpr std::uint32_t kBuffers = 8;

  MessageSender(fabric::Endpoint& endpoint, const LocalDomain& domain);

  std::size_t room() override { return pool_.empty() ? 0 : observation::kMessageRecordsMax; }
  bool put(std::span<const observation::Record> records) override;
  bool idle() const override { return pool_.whole(); }

  // False when it cannot be sent now.
  bool put_farewell(const observation::Farewell& farewell);

 private:
  bool send(const Buffer& buffer, std::size_t length_bytes, fabric::Completes completes);

  fabric::Endpoint& endpoint_;
  BufferPool pool_;
};

}  // namespace memvol::client
