// A completion queue of one domain.
// Threading: one reader at a time; the domain's endpoints may be used by that thread meanwhile.
// On providers with manual progress (tcp), reading the queue is what moves bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "fabric/handle.hpp"

namespace memvol::fabric {

class CompletionQueue {
 public:
  // `depth` bounds the completions that can be outstanding; the queue cannot overrun as long
  // as no more operations are in flight. Throws Failure `fabric_unavailable`.
  CompletionQueue(fid_fabric& fabric, fid_domain& domain, std::size_t depth);

  // Advances the domain's operations; writes the contexts of those that completed to
  // `contexts` and returns how many. Throws Failure `io_failed` for an operation that failed.
  std::size_t read(std::span<void*> contexts);

  // Readable when there may be something to read.
  int fd() const { return fd_; }
  // Whether a thread may block on fd() now: false when there is something to read already.
  bool may_block();

  fid_cq& handle() { return *handle_; }

 private:
  static constexpr std::size_t kBatch = 64;

  fid_fabric* fabric_;
  CompletionQueueHandle handle_;
  int fd_ = -1;
};

}  // namespace memvol::fabric
