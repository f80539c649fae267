#include "client/inbox.hpp"

#include <algorithm>
#include <variant>

#include "atomics/message.hpp"
#include "base/failure.hpp"

namespace memvol::client {

namespace {

constexpr std::size_t kBufferBytes = observation::kMessageHeaderBytes;
static_assert(kBufferBytes >= atomics::kAnswerBytes);

}  // namespace

Inbox::Inbox(fabric::Endpoint& endpoint, const LocalDomain& domain, AtomicOperations* atomics)
    : endpoint_(endpoint),
      buffers_(domain, *this,
               atomics == nullptr ? kBuffersMax - AtomicOperations::kInFlightMax : kBuffersMax,
               kBufferBytes),
      atomics_(atomics) {
  for (std::uint32_t index = 0; index < buffers_.count(); ++index) post(index);
}

void Inbox::post(std::uint32_t index) {
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

void Inbox::completed(std::uint32_t index, const fabric::Completion& completion) {
  const auto message =
      buffers_[index].memory.first(std::min(completion.length_bytes, kBufferBytes));
  if (!take_answer(message) && !take_acknowledgement(message)) {
    throw Failure("io_failed", "fi_recv", 0, "the device sent what means nothing");
  }
  post(index);
}

bool Inbox::take_answer(std::span<const std::byte> message) {
  const auto answer = atomics::decode_answer(message);
  if (!answer || atomics_ == nullptr) return false;
  atomics_->answered(*answer);
  return true;
}

bool Inbox::take_acknowledgement(std::span<const std::byte> message) {
  const auto decoded = observation::decode_message(message);
  const auto* acknowledgement =
      decoded ? std::get_if<observation::Acknowledgement>(&*decoded) : nullptr;
  if (acknowledgement == nullptr) return false;
  acted_on_.done = std::max(acted_on_.done, acknowledgement->told.done);
  acted_on_.announced = std::max(acted_on_.announced, acknowledgement->told.announced);
  return true;
}

}  // namespace memvol::client
