#include "client/registered_buffers.hpp"

namespace memvol::client {

RegisteredBuffers::RegisteredBuffers(const LocalDomain& domain, CompletionOwner& owner,
                                     std::uint32_t count, std::size_t size_bytes)
    : size_bytes_(size_bytes),
      memory_(std::make_unique<std::byte[]>(count * size_bytes)),
      local_(domain.domain, domain.model, {memory_.get(), count * size_bytes}),
      contexts_(count) {
  for (std::uint32_t index = 0; index < count; ++index) {
    contexts_[index].owner = &owner;
    contexts_[index].index = index;
  }
}

Buffer RegisteredBuffers::operator[](std::uint32_t index) {
  return {.memory = {&memory_[index * size_bytes_], size_bytes_},
          .descriptor = local_.descriptor(),
          .context = &contexts_[index]};
}

}  // namespace memvol::client
