#include "device/notice_receiver.hpp"

#include <algorithm>

#include "base/failure.hpp"
#include "observation/message.hpp"

namespace memvol::device {

using observation::kMessageSizeMaxBytes;

NoticeReceiver::NoticeReceiver(fid_domain& domain, const fabric::MemoryModel& model,
                               std::size_t count)
    : size_bytes_(count * kMessageSizeMaxBytes),
      memory_(std::make_unique<std::byte[]>(size_bytes_)),
      local_(domain, model, {memory_.get(), size_bytes_}),
      buffers_(count) {
  for (std::size_t i = 0; i < count; ++i) buffers_[i].memory = &memory_[i * kMessageSizeMaxBytes];
}

void NoticeReceiver::post_all(fabric::Endpoint& endpoint) {
  for (auto& buffer : buffers_) post(endpoint, buffer);
}

std::span<const std::byte> NoticeReceiver::received(const fabric::Completion& completion) const {
  const auto* buffer = static_cast<const Buffer*>(completion.context);
  return {buffer->memory, std::min(completion.length_bytes, kMessageSizeMaxBytes)};
}

void NoticeReceiver::post_again(fabric::Endpoint& endpoint, void* context) {
  post(endpoint, *static_cast<Buffer*>(context));
}

void NoticeReceiver::post(fabric::Endpoint& endpoint, Buffer& buffer) {
  const bool posted = endpoint.receive({.memory = buffer.memory,
                                        .length_bytes = kMessageSizeMaxBytes,
                                        .descriptor = local_.descriptor(),
                                        .context = &buffer});
  // There is room for as many as there are, and this one was just given back.
  if (!posted) {
    throw Failure("io_failed", "fi_recv", 0, "the provider takes no further receive");
  }
}

}  // namespace memvol::device
