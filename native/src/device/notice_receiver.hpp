// The buffers into which a session's messages arrive, and which a write with immediate consumes
// where the provider wants it so. Each is posted again once its content was acted on: a client
// that tells faster than the observer acts is held back by the fabric and loses nothing.
// Threading: the session's progress thread. Lifetime: destroyed after the session's endpoint.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "fabric/endpoint.hpp"
#include "fabric/memory_region.hpp"

namespace memvol::device {

class NoticeReceiver {
 public:
  NoticeReceiver(fid_domain& domain, const fabric::MemoryModel& model, std::size_t count);

  // Posts every buffer. Throws Failure `io_failed`.
  void post_all(fabric::Endpoint& endpoint);

  // What arrived in the buffer of a completion.
  std::span<const std::byte> received(const fabric::Completion& completion) const;
  void post_again(fabric::Endpoint& endpoint, void* context);

 private:
  // What a completion is told apart by. Providers that ask for it (FI_CONTEXT2) keep their own
  // notes in its first bytes.
  struct Buffer {
    void* provider_room[8]{};
    std::byte* memory = nullptr;
  };

  void post(fabric::Endpoint& endpoint, Buffer& buffer);

  std::size_t size_bytes_;
  std::unique_ptr<std::byte[]> memory_;
  fabric::LocalBuffer local_;
  std::vector<Buffer> buffers_;
};

}  // namespace memvol::device
