// A client's session: one connection to one attached range of a volume, and its one-sided
// operations.
//
// Threading: a session belongs to the thread that uses it; nothing here locks. Moving it to
// another thread between operations is fine.
// Lifetime: buffers registered with a session must outlive their operations; the session
// closes its endpoint before its memory regions, so that no late completion can touch them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "fabric/address.hpp"
#include "fabric/memory_region.hpp"

namespace memvol::client {

// What to connect to, and with which one-time ticket (raw bytes, not text).
struct ConnectOptions {
  fabric::Address address;
  std::string ticket;
  std::chrono::milliseconds timeout;
  // Operations that may be in flight at once; each has a slot number below this.
  std::uint32_t queue_depth = 1;
};

// What the device granted, as told at the connection's acceptance.
struct Grant {
  std::uint64_t length_bytes = 0;
  bool may_read = false;
  bool may_write = false;
};

class Session {
 public:
  // Throws Failure: `ticket_refused` when the device rejects the ticket, `device_unreachable`
  // when nobody answers in time, `fabric_unavailable` when the provider is missing.
  static std::unique_ptr<Session> connect(const ConnectOptions& options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Grant& grant() const;
  std::uint32_t queue_depth() const;
  // The longest single operation that the provider takes.
  std::size_t message_size_max() const;

  // Makes local memory usable as source or target of this session's operations.
  fabric::LocalBuffer register_buffer(std::span<std::byte> memory);

  // Posts one operation in a slot (below queue_depth, not in flight). `buffer` must be (part
  // of) memory registered as `local`. Returns false when the provider is busy: poll, then try
  // again. Throws Failure when the session is dead. A write completes when its bytes are in
  // the device's memory.
  bool post_read(std::uint32_t slot, const fabric::LocalBuffer& local, std::span<std::byte> into,
                 std::uint64_t offset_bytes);
  bool post_write(std::uint32_t slot, const fabric::LocalBuffer& local,
                  std::span<const std::byte> from, std::uint64_t offset_bytes);

  // Takes completions; writes the slots that completed to `slots` and returns how many.
  // Throws Failure (`session_ended` or `io_failed`, with the provider's text) when an
  // operation failed or the connection is gone.
  std::size_t poll(std::span<std::uint32_t> slots);

  // Blocks until a completion may be ready, at most `timeout`; returns at once if one is.
  // To be followed by poll().
  void wait(std::chrono::nanoseconds timeout);

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace memvol::client
