#include "client/message_sender.hpp"

namespace memvol::client {

MessageSender::MessageSender(fabric::Endpoint& endpoint, const LocalDomain& domain)
    : endpoint_(endpoint), pool_(domain, kBuffers, observation::kMessageSizeMaxBytes) {}

bool MessageSender::put(std::span<const observation::Record> records) {
  const auto buffer = pool_.next();
  // That it arrives is for the farewell to find out: an answer to each would cost the device.
  return send(buffer, observation::encode_notification(records, buffer.memory),
              fabric::Completes::kWhenSent);
}

bool MessageSender::put_farewell(const observation::Farewell& farewell) {
  if (pool_.empty()) return false;
  const auto buffer = pool_.next();
  return send(buffer, observation::encode_farewell(farewell, buffer.memory),
              fabric::Completes::kWhenArrived);
}

bool MessageSender::send(const Buffer& buffer, std::size_t length_bytes,
                         fabric::Completes completes) {
  if (!endpoint_.send({.memory = buffer.memory.data(),
                       .length_bytes = length_bytes,
                       .descriptor = buffer.descriptor,
                       .context = buffer.context},
                      completes)) {
    return false;
  }
  pool_.take();
  return true;
}

}  // namespace memvol::client
