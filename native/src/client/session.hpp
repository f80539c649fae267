// A client's session: one connection to one attached range of a volume, and its one-sided
// operations, told to the device's observer as the granted mode and NotifyOptions say.
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

#include "atomics/message.hpp"
#include "base/admission.hpp"
#include "client/notify_options.hpp"
#include "fabric/address.hpp"
#include "fabric/memory_region.hpp"
#include "observation/mode.hpp"

namespace memvol::client {

// What to connect to, and with which one-time ticket (raw bytes, not text).
struct ConnectOptions {
  fabric::Address address;
  std::string ticket;
  std::chrono::milliseconds timeout;
  // Operations that may be in flight at once; each has a slot number below this.
  std::uint32_t queue_depth = 1;
  NotifyOptions notify = {};
};

// What the device granted, as told at the connection's acceptance.
struct Grant {
  std::uint64_t length_bytes = 0;
  // Where in the volume the range starts.
  std::uint64_t offset_bytes = 0;
  Rights rights;
  // How the device observes this session.
  observation::Mode mode = observation::Mode::kNone;
};

class Session {
 public:
  // Throws Failure: `ticket_refused` when the device rejects the ticket, `device_unreachable`
  // when nobody answers in time, `fabric_unavailable` when the provider is missing, `usage` for
  // options without meaning.
  static std::unique_ptr<Session> connect(const ConnectOptions& options);
  // Closes; whether that failed is told by close() only.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Grant& grant() const;
  std::uint32_t queue_depth() const;
  // The longest single operation that the provider takes.
  std::size_t message_size_max() const;

  // Makes local memory usable as source or target of this session's operations.
  fabric::LocalBuffer register_buffer(std::span<std::byte> memory);

  // Posts one operation, of at least one byte, in a slot (below queue_depth, not in flight).
  // `buffer` must be (part of) memory registered as `local`. Returns false when the provider is
  // busy or the observer is behind: poll, then try again. Throws Failure when the session is
  // dead. A write completes when its bytes are in the device's memory.
  bool post_read(std::uint32_t slot, const fabric::LocalBuffer& local, std::span<std::byte> into,
                 std::uint64_t offset_bytes);
  bool post_write(std::uint32_t slot, const fabric::LocalBuffer& local,
                  std::span<const std::byte> from, std::uint64_t offset_bytes);

  // Posts an atomic operation in a slot, as above; how the device carries it out and what is
  // promised: atomics/words.hpp. False also when as many are in flight as the device takes at
  // once. The observer has acted on it when it completes, whatever the mode. Throws Failure
  // `access_denied`, `range_invalid` or `alignment_invalid` for what the device would refuse,
  // which costs the session nothing.
  bool post_atomic(std::uint32_t slot, const atomics::Operation& operation);
  // The word's value before the operation that completed last in this slot.
  std::uint64_t old_value(std::uint32_t slot) const;

  // Takes completions; writes the slots that completed to `slots` and returns how many. Where
  // the device acknowledges, an operation counts as complete once the observer has acted on it.
  // Throws Failure (`session_ended` or `io_failed`, with the provider's text) when an
  // operation failed or the connection is gone.
  std::size_t poll(std::span<std::uint32_t> slots);

  // Blocks until poll() may have something to do, at most `timeout`; returns at once if it has.
  void wait(std::chrono::nanoseconds timeout);

  // How long poll() need not be called while nothing is in flight, so that no completed
  // operation waits too long to be told of; max() when none waits.
  std::chrono::nanoseconds patience() const;
  // With nothing in flight: returns once the device has been told of all that was done. Throws
  // as poll(), and `io_failed` when that takes longer than `timeout`.
  void settle(std::chrono::nanoseconds timeout);

  // Leaves in order: tells what is not told yet and says farewell, for at most a second, unless
  // operations are in flight or the session has failed. Only the destructor may follow. Throws
  // as settle(); the connection is ended all the same.
  void close();
  // Leaves at once, without a farewell, as one that dies: the device has to find out what was
  // done.
  void abandon();

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace memvol::client
