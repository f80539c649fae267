// A completion queue of one domain.
// Threading: one reader at a time; the domain's endpoints may be used by that thread meanwhile.
// On providers with manual progress (tcp), reading the queue is what moves bytes.
#pragma once

#include <poll.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "fabric/handle.hpp"

namespace memvol::fabric {

// How threads wait for a queue.
enum class Waiting {
  kShared,  // together with other queues: the queue has one file descriptor for an epoll set
  // By itself. Nothing then stays registered with the kernel between waits, which saves a
  // callback for each packet that arrives: some 2 % of a 4 KiB operation over loopback.
  kAlone,
};

class CompletionQueue {
 public:
  // `depth` bounds the completions that can be outstanding; the queue cannot overrun as long
  // as no more operations are in flight. Throws Failure `fabric_unavailable`.
  CompletionQueue(fid_fabric& fabric, fid_domain& domain, std::size_t depth, Waiting waiting);

  // Advances the domain's operations; writes the contexts of those that completed to
  // `contexts` and returns how many. Throws Failure `io_failed` for an operation that failed.
  std::size_t read(std::span<void*> contexts);

  // Readable when there may be something to read; kShared only.
  int fd() const { return fd_; }
  // Whether a thread may block on fd() now: false when there is something to read already.
  bool may_block();
  // Blocks until there may be something to read, at most `timeout`.
  void wait(std::chrono::nanoseconds timeout);

  fid_cq& handle() { return *handle_; }

 private:
  static constexpr std::size_t kBatch = 64;

  // What the queue waits on now, at most as many as `room`; returns how many.
  std::size_t descriptors(std::span<pollfd> room);

  fid_fabric* fabric_;
  CompletionQueueHandle handle_;
  // None: the queue has a changing set of descriptors.
  int fd_ = -1;
};

}  // namespace memvol::fabric
