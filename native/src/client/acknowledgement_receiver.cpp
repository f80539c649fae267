#include "client/acknowledgement_receiver.hpp"

#include <algorithm>
#include <variant>

#include "base/failure.hpp"

namespace memvol::client {

AcknowledgementReceiver::AcknowledgementReceiver(fabric::Endpoint& endpoint,
                                                 const LocalDomain& domain)
    : endpoint_(endpoint), buffers_(domain, *this, kBuffers, observation::kMessageHeaderBytes) {
  for (std::uint32_t index = 0; index < buffers_.count(); ++index) post(index);
}

void AcknowledgementReceiver::post(std::uint32_t index) {
  const Buffer buffer = buffers_[index];
  if (endpoint_.receive({.memory = buffer.memory.data(),
                         .length_bytes = buffer.memory.size(),
                         .descriptor = buffer.descriptor,
                         .context = buffer.context})) {
    return;
  }
  // The endpoint has room for all of them.
  throw Failure("io_failed", "fi_recv", 0, "the provider takes no receive");
}

void AcknowledgementReceiver::completed(std::uint32_t index, const fabric::Completion& completion) {
  const auto message =
      observation::decode_message(buffers_[index].memory.first(completion.length_bytes));
  const auto* acknowledgement =
      message ? std::get_if<observation::Acknowledgement>(&*message) : nullptr;
  if (acknowledgement == nullptr) {
    throw Failure("io_failed", "fi_recv", 0, "the device sent what is no acknowledgement");
  }
  acted_on_.done = std::max(acted_on_.done, acknowledgement->told.done);
  acted_on_.announced = std::max(acted_on_.announced, acknowledgement->told.announced);
  post(index);
}

}  // namespace memvol::client
