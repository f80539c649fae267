// Registered buffers that are taken for a post and come back when it completes.
// Threading and lifetime: as RegisteredBuffers'.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "client/context.hpp"
#include "client/registered_buffers.hpp"

namespace memvol::client {

class BufferPool final : public CompletionOwner {
 public:
  BufferPool(const LocalDomain& domain, std::uint32_t count, std::size_t size_bytes);
  BufferPool(const BufferPool&) = delete;
  BufferPool& operator=(const BufferPool&) = delete;

  bool empty() const { return free_.empty(); }
  // Whether every buffer is back.
  bool whole() const { return free_.size() == buffers_.count(); }

  // The buffer to be posted next; the pool must not be empty.
  Buffer next() { return buffers_[free_.back()]; }
  // It was posted.
  void take() { free_.pop_back(); }

  void completed(std::uint32_t index, const fabric::Completion& completion) override;

 private:
  RegisteredBuffers buffers_;
  std::vector<std::uint32_t> free_;
};

}  // namespace memvol::client
