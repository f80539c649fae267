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
#include <vector>

#include "fabric/handle.hpp"

namespace memvol::fabric {

// One operation that completed here, or one of the peer's that this side is told of.
struct Completion {
  enum class Kind : std::uint8_t {
    // A read, a write or a send that was posted here.
    kPosted,
    // A message arrived in a buffer that was posted for it.
    kReceived,
    // The peer wrote into this side's memory and sent an immediate along.
    kWritten,
  };

  Kind kind = Kind::kPosted;
  // As posted. Of what the peer wrote: of the receive that it consumed, null where the provider
  // takes none.
  void* context = nullptr;
  // Of a message; of what the peer wrote where the provider tells, else 0.
  std::size_t length_bytes = 0;
  std::uint32_t immediate = 0;
};

class CompletionQueue {
 public:
  // `depth` bounds the completions that can be outstanding; the queue cannot overrun as long
  // as no more operations are in flight. Throws Failure `range_invalid` when the provider has no
  // queue as deep, else `fabric_unavailable`.
  CompletionQueue(fid_fabric& fabric, fid_domain& domain, std::size_t depth);

  // Advances the domain's operations; writes what completed to `completions` and returns how
  // many. Throws Failure `io_failed` for an operation that failed.
  std::size_t read(std::span<Completion> completions);

  // What is ready when the peer may have sent something, and for which events; written to `room`,
  // which has kDescriptorsMax elements, and counted. Changes as the queue is read. What completed
  // by posting and reading in this thread shows in may_block() alone.
  std::size_t descriptors(std::span<pollfd> room);
  // Whether a thread may block on them now: false when there is something to read already.
  bool may_block();
  // Blocks until there may be something to read, or the other descriptor is readable, which it
  // returns; at most `timeout`.
  bool wait(std::chrono::nanoseconds timeout, int other_fd = -1);

  // One connection's socket, with room to spare.
  static constexpr std::size_t kDescriptorsMax = 8;

  fid_cq& handle() { return *handle_; }

 private:
  static constexpr std::size_t kBatch = 64;

  std::span<pollfd> all_descriptors(std::span<pollfd> room);

  fid_fabric* fabric_;
  CompletionQueueHandle handle_;
  // The one descriptor of a provider that does not show its own; else none.
  int fd_ = -1;
  // The provider's own signals. They wake threads that wait inside the provider, which none does,
  // and only such a wait resets them: to watch them would be to never sleep.
  std::vector<int> signals_;
};

}  // namespace memvol::fabric
