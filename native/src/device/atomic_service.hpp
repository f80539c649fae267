// Carries out the atomic operations that a session's client asks for, each the moment its request
// arrives, and answers. A request tells the device all: whatever the session's mode, the observer
// knows of the operation before the client has its answer.
//
// An answer that the provider does not take waits, and with it the buffer of its request: so many
// requests can wait as there are receives, and what is above stays in the fabric.
//
// Threading: the session's progress thread, or whoever advances the session after it.
// Lifetime: the volume's memory outlives it.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>

#include "atomics/message.hpp"
#include "atomics/words.hpp"
#include "device/notice_receiver.hpp"
#include "device/ticket_table.hpp"
#include "fabric/endpoint.hpp"
#include "observer/observer.hpp"

namespace memvol::device {

class AtomicService {
 public:
  // `volume`: all of its memory; the grant's range lies within.
  AtomicService(std::span<std::byte> volume, const SessionGrant& grant,
                std::shared_ptr<observer::SessionObserver> observer);

  // Acts on a request, in whose buffer (of the receiver's) it arrived. Bytes that are none are
  // refused, and get no answer: there is nobody who would know it.
  void act_on(std::span<const std::byte> request, void* buffer);

  // Sends the answers that wait, as far as the provider takes them, and posts their buffers again.
  void answer(fabric::Endpoint& endpoint, NoticeReceiver& receiver);
  bool has_answers() const { return !due_.empty(); }

  // From here on nothing is carried out: the session is over, and what it asked for is dropped.
  void stop() { stopped_ = true; }

 private:
  atomics::Answer execute(const atomics::Request& request);

  struct Due {
    // Absent: of what was no request.
    std::optional<atomics::Answer> answer;
    void* buffer = nullptr;
  };

  atomics::Words words_;
  bool permitted_;
  bool stopped_ = false;
  std::shared_ptr<observer::SessionObserver> observer_;
  // At most as many as there are receives.
  std::deque<Due> due_;
};

}  // namespace memvol::device
