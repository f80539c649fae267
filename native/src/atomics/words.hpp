// Executes atomic operations on a volume's memory with the processor's own: the atomic domain
// `device`, which works whatever the fabric can do.
//
// Memory model. Every operation is one sequentially consistent read-modify-write of the aligned
// word, whichever progress thread carries it out: all operations on all words of a volume have
// one order, the same for every client, in which each takes place between its request and its
// answer. That is linearizability, and all that lock-freedom asks of a client is one request.
//
// With one-sided access. A client's write is complete when its bytes are in memory, before the
// client can post an atomic operation that depends on it; the thread that moved the bytes is the
// one that executes this session's requests, so the write happens before the operation. A client
// that takes the value which that operation left (by its own operation, acquiring what the
// first released) posts its read afterwards. So what was written before a word was set is seen by
// who has seen the word set, and a lock protects plain reads and writes. Operations of one client
// that are in flight together have no order among each other, of whatever kind.
//
// The word itself. A one-sided read or write of a word on which atomic operations are going on is
// not atomic with them: a provider may move it byte by byte. Read it with a fetch-and-add of 0. An
// adapter's own atomics are another domain, not to be mixed with this one (DESIGN, section 4).
//
// Threading: any thread. Lifetime: the memory outlives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "atomics/message.hpp"

namespace memvol::atomics {

// Whether the word is wholly within a range of `length_bytes` that starts at `range_offset_bytes`
// of its volume, and aligned there: kDone, kOutOfRange or kMisaligned. Never overflows.
Outcome check_place(std::uint64_t offset_bytes, std::uint64_t range_offset_bytes,
                    std::uint64_t length_bytes);

struct Result {
  Outcome outcome = Outcome::kDone;
  std::uint64_t old_value = 0;
  // Whether the word has another value now.
  bool changed = false;
};

class Words {
 public:
  // `volume`: all of its memory, whose start is aligned to a word; a range of it is granted.
  Words(std::span<std::byte> volume, std::uint64_t offset_bytes, std::uint64_t length_bytes);

  // Checks the place and carries the operation out, or does nothing.
  Result execute(const Operation& operation);

 private:
  std::span<std::byte> range_;
  std::uint64_t offset_bytes_;
};

}  // namespace memvol::atomics
