// How the operations of a session that announces are posted, so that the device hears of them;
// one kind for each way of announcing.
// Threading: the session's.
#pragma once

#include <chrono>
#include <cstdint>

#include "client/operation.hpp"
#include "client/outbox.hpp"
#include "observation/message.hpp"

namespace memvol::client {

class Announcer {
 public:
  virtual ~Announcer() = default;

  // Accepts an operation in a free slot, to be posted now or after it was announced. False when
  // the provider is busy, or too much waits to be told.
  virtual bool post(const Operation& operation) = 0;

  // The operation in the slot is complete. Whether it can be reported to the session's user at
  // once; otherwise the ledger gives it when it was acted on.
  virtual bool complete(std::uint32_t slot) = 0;

  // The device has acted on so much.
  virtual void acknowledge(const observation::Told& acted_on) = 0;

  // Tells what is due, and posts what has waited for that. To be called after completions.
  virtual void advance(Due due) = 0;

  // What has been told so far, and whether that is all there is to tell.
  virtual observation::Told told() const = 0;
  virtual bool all_told() const = 0;

  // How long advance() need not be called unless something completes: max() when nothing waits,
  // 0 when something could not be done when it was due.
  virtual std::chrono::nanoseconds patience() const = 0;
};

}  // namespace memvol::client
