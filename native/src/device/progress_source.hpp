// Something that a progress thread advances: a session, seen by the thread that reads its queue.
// Threading: the progress thread it was added to, or after it was removed from there the thread
// that removed it.
#pragma once

#include <cstddef>

#include "fabric/completion_queue.hpp"

namespace memvol::device {

class ProgressSource {
 public:
  virtual ~ProgressSource() = default;

  // What to wait on.
  virtual fabric::CompletionQueue& completions() = 0;

  // Moves its bytes and acts on what completed; returns how many completions there were (plain
  // one-sided operations have none here). Throws Failure once its connection is broken.
  virtual std::size_t advance() = 0;

  // Whether it has something to look at that nothing wakes a thread for, and the look at it.
  virtual bool needs_polling() const = 0;
  virtual void poll() = 0;
};

}  // namespace memvol::device
