// One connection's endpoint: made for an address to connect to or from a connection request,
// bound to its queues, and used for one-sided operations.
// Threading: connect, accept and shut_down by the thread that reads the event queue; operations
// by the thread that reads the completion queue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "fabric/completion_queue.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/handle.hpp"

namespace memvol::fabric {

// The local and the remote side of one operation.
struct Transfer {
  std::byte* local = nullptr;
  std::size_t length_bytes = 0;
  void* descriptor = nullptr;
  std::uint64_t remote_address = 0;
  std::uint64_t key = 0;
  // Given back by the completion queue.
  void* context = nullptr;
};

// The buffer of one message.
struct Message {
  std::byte* memory = nullptr;
  std::size_t length_bytes = 0;
  void* descriptor = nullptr;
  // Given back by the completion queue.
  void* context = nullptr;
};

// When an operation completes: when its bytes are on their way and its buffer may be used again,
// or when they have arrived, which on providers in software takes an answer of the other side.
enum class Completes : std::uint8_t { kWhenSent, kWhenArrived };

class Endpoint {
 public:
  // Throws Failure `fabric_unavailable`.
  Endpoint(fid_domain& domain, fi_info& info, EventQueue& events, CompletionQueue& completions);

  void connect(std::span<const std::byte> data);
  void accept(std::span<const std::byte> data);
  // Tells the peer; nothing that arrives afterwards is carried out.
  void shut_down();

  // Post one operation. False when the provider is busy (-FI_EAGAIN): read completions, then
  // try again. Throw Failure `io_failed`.
  bool read(const Transfer& transfer);
  bool write(const Transfer& transfer, Completes completes = Completes::kWhenArrived);
  // The peer's completion queue tells of it, with the immediate.
  bool write_with_immediate(const Transfer& transfer, std::uint32_t immediate);

  // Messages. A receive completes when one has arrived in its buffer, which is its alone until
  // then.
  bool send(const Message& message, Completes completes = Completes::kWhenArrived);
  bool receive(const Message& message);
  // At most inject_size_max() bytes, copied at once and never completed.
  bool inject(std::span<const std::byte> bytes);
  std::size_t inject_size_max() const;

  // Whether an event is about this endpoint.
  bool is(const fid* subject) const;

 private:
  void bind(fid& queue, std::uint64_t flags);
  std::uint64_t flags_of(Completes completes) const;
  bool post_write(const Transfer& transfer, std::uint64_t flags, std::uint64_t data);

  EndpointHandle handle_;
  fi_info* info_;
  // What it takes for a completion to say that the bytes have arrived.
  std::uint64_t arrival_flags_;
};

}  // namespace memvol::fabric
