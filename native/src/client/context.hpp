// What a completion is told apart by: an operation of the session's user has a slot, everything
// that the session posts for itself has an owner that takes its completions.
#pragma once

#include <array>
#include <cstdint>

#include "fabric/completion_queue.hpp"

namespace memvol::client {

class CompletionOwner {
 public:
  // `index`: as given in the context.
  virtual void completed(std::uint32_t index, const fabric::Completion& completion) = 0;

 protected:
  ~CompletionOwner() = default;
};

struct Context {
  // Providers that ask for it (FI_CONTEXT2) keep their own notes in the first bytes.
  std::array<void*, 8> provider_room{};
  // None: an operation, whose slot is the index.
  CompletionOwner* owner = nullptr;
  std::uint32_t index = 0;
};

}  // namespace memvol::client
