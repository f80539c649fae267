// Acknowledgements that wait for stable storage: of a volume whose writes are to be durable when
// they are complete. What a client is told to be done is what was acted on before a commit was
// asked for that has ended.
// Threading: the session's progress thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

#include "observation/message.hpp"
#include "persistence/persister.hpp"

namespace memvol::device {

class HeldAcknowledgements {
 public:
  // Without a persister nothing is held.
  explicit HeldAcknowledgements(std::shared_ptr<persistence::Persister> persister)
      : persister_(std::move(persister)) {}

  // How much may be acknowledged of what was acted on by now.
  observation::Told release(const observation::Told& acted_on) {
    if (!persister_) return acted_on;
    if (acted_on != newest_) {
      newest_ = acted_on;
      // After it was acted on, and so marked dirty.
      held_.push_back({.request = persister_->request(), .told = acted_on});
    }
    while (!held_.empty() && persister_->is_committed(held_.front().request)) {
      released_ = held_.front().told;
      held_.pop_front();
    }
    return released_;
  }

  bool empty() const { return held_.empty(); }

 private:
  struct Held {
    std::uint64_t request = 0;
    observation::Told told;
  };

  std::shared_ptr<persistence::Persister> persister_;
  std::deque<Held> held_;
  observation::Told newest_;
  observation::Told released_;
};

}  // namespace memvol::device
