// Operations that wait to be announced before they are posted, in the order of their posting.
// They are numbered from 1: those up to announced() were announced, those up to what the caller
// permits may be posted.
// Threading: the session's.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "client/fifo.hpp"
#include "client/operation.hpp"
#include "client/record_sink.hpp"

namespace memvol::client {

class HoldList {
 public:
  // Every slot's operation can be held.
  explicit HoldList(std::uint32_t slot_count) : held_(slot_count) {}

  void hold(const Operation& operation) { held_.push(operation); }

  bool empty() const { return held_.empty(); }
  std::size_t unannounced() const { return held_.size() - (announced_ - released_); }
  std::uint64_t announced() const { return announced_; }
  std::uint64_t released() const { return released_; }

  // Announces as far as the sink goes, at most `operations_max` together.
  void announce(RecordSink& sink, observation::Batch& batch, std::size_t operations_max) {
    while (unannounced() > 0) {
      const std::size_t first = held_.size() - unannounced();
      const auto put =
          put_merged(sink, batch, std::min(unannounced(), operations_max), [&](std::size_t index) {
            return record_of(held_[first + index], observation::Phase::kBefore);
          });
      if (put == 0) return;
      announced_ += put;
    }
  }

  // Posts the operations up to number `permitted` that were announced; `post` tells whether the
  // provider took one, and when it did not, the rest waits.
  template <class Post>
  void release(std::uint64_t permitted, Post post) {
    while (released_ < std::min(permitted, announced_) && post(held_.front())) {
      held_.pop();
      ++released_;
    }
  }

 private:
  Fifo<Operation> held_;
  std::uint64_t announced_ = 0;
  std::uint64_t released_ = 0;
};

}  // namespace memvol::client
