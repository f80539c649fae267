// Registered memory in equal buffers for what a session posts for itself, each with its context.
// Threading: the session's. Lifetime: destroyed after the session's endpoint and before its
// domain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "client/context.hpp"
#include "fabric/memory_region.hpp"

namespace memvol::client {

// Where a session registers memory.
struct LocalDomain {
  fid_domain& domain;
  fabric::MemoryModel model;
};

struct Buffer {
  std::span<std::byte> memory;
  void* descriptor = nullptr;
  void* context = nullptr;
};

class RegisteredBuffers {
 public:
  // Completions go to `owner`, with the buffer's index.
  RegisteredBuffers(const LocalDomain& domain, CompletionOwner& owner, std::uint32_t count,
                    std::size_t size_bytes);

  std::uint32_t count() const { return static_cast<std::uint32_t>(contexts_.size()); }
  Buffer operator[](std::uint32_t index);

 private:
  std::size_t size_bytes_;
  std::unique_ptr<std::byte[]> memory_;
  fabric::LocalBuffer local_;
  std::vector<Context> contexts_;
};

}  // namespace memvol::client
