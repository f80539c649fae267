// What a session hears from its client. Of the operations that need no ear to be carried out,
// immediates, messages and the scratch region are handed to the observer, and the client is told
// how far that has come, if it wants to know. Atomic operations are requests, to be carried out
// here.
// Threading: the session's progress thread, or whoever advances the session after it.
// Lifetime: destroyed after the session's endpoint and before its domain.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/admission.hpp"
#include "device/atomic_service.hpp"
#include "device/held_acknowledgements.hpp"
#include "device/notice_receiver.hpp"
#include "device/ticket_table.hpp"
#include "fabric/endpoint.hpp"
#include "fabric/memory_region.hpp"
#include "observation/geometry.hpp"
#include "observation/message.hpp"
#include "observer/observer.hpp"

namespace memvol::device {

class Announcements {
 public:
  // What they are about.
  struct Subject {
    observer::Observer& observer;
    const SessionGrant& grant;
    // As the observer's statistics name it.
    const std::string& interface;
    // All of the volume's memory, which outlives the session.
    std::span<std::byte> volume;
    // What acknowledgements wait for; null: nothing.
    std::shared_ptr<persistence::Persister> persister;
  };

  // Throws Failure when memory cannot be registered or the volume is gone.
  Announcements(fid_domain& domain, const fabric::MemoryModel& model, Subject subject);

  // What the client needs to write to the scratch region; zero where it has none.
  RemoteWindow scratch() const;

  // Before the client can send anything.
  void start(fabric::Endpoint& endpoint);

  void act_on(std::span<const fabric::Completion> completions, fabric::Endpoint& endpoint);

  // The scratch region, acknowledgements that wait, and what the provider did not take yet:
  // acknowledgements and answers.
  bool needs_polling() const {
    return !scratch_memory_.empty() || acknowledgement_due_ || !held_.empty() ||
           atomics_.has_answers();
  }
  void poll(fabric::Endpoint& endpoint);

  // From here on atomic operations are not carried out.
  void stop_atomics() { atomics_.stop(); }

  const std::shared_ptr<observer::SessionObserver>& observer() const { return observer_; }
  const observation::Geometry& geometry() const { return geometry_; }

 private:
  struct ScratchMemory {
    explicit ScratchMemory(bool wanted);
    bool empty() const { return bytes == nullptr; }
    std::span<std::byte> span() const;

    struct Free {
      void operator()(std::byte* memory) const;
    };
    std::unique_ptr<std::byte, Free> bytes;
  };

  void observe(std::span<const fabric::Completion> completions);
  void acknowledge(fabric::Endpoint& endpoint);

  observation::Geometry geometry_;
  ScratchMemory scratch_memory_;
  std::optional<fabric::RemoteRegion> scratch_region_;
  NoticeReceiver receiver_;
  std::shared_ptr<observer::SessionObserver> observer_;
  AtomicService atomics_;
  bool acknowledges_;
  bool acknowledgement_due_ = false;
  observation::Told acknowledged_;
  HeldAcknowledgements held_;
};

}  // namespace memvol::device
