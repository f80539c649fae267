// What a session hears from its client of the operations that need no ear to be carried out:
// immediates, messages and the scratch region are handed to the observer, and the client is told
// how far that has come, if it wants to know.
// Threading: the session's progress thread, or whoever advances the session after it.
// Lifetime: destroyed after the session's endpoint and before its domain.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/admission.hpp"
#include "device/held_acknowledgements.hpp"
#include "device/notice_receiver.hpp"
#include "fabric/endpoint.hpp"
#include "fabric/memory_region.hpp"
#include "observation/geometry.hpp"
#include "observation/message.hpp"
#include "observation/mode.hpp"
#include "observer/observer.hpp"

namespace memvol::device {

class Announcements {
 public:
  // Where the announcements go.
  struct Sink {
    observer::Observer& observer;
    std::string volume_id;
    observer::SessionFacts facts;
    bool acknowledges = false;
    // What acknowledgements wait for; null: nothing.
    std::shared_ptr<persistence::Persister> persister;
  };

  // Throws Failure when memory cannot be registered or the volume is gone.
  Announcements(fid_domain& domain, const fabric::MemoryModel& model, Sink sink);

  // What the client needs to write to the scratch region; zero where it has none.
  RemoteWindow scratch() const;

  // Before the client can send anything.
  void start(fabric::Endpoint& endpoint);

  void act_on(std::span<const fabric::Completion> completions, fabric::Endpoint& endpoint);

  // The scratch region, and acknowledgements that the provider did not take yet or that wait.
  bool needs_polling() const {
    return !scratch_memory_.empty() || acknowledgement_due_ || !held_.empty();
  }
  void poll(fabric::Endpoint& endpoint);

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
  std::optional<NoticeReceiver> receiver_;
  std::shared_ptr<observer::SessionObserver> observer_;
  bool acknowledges_;
  bool acknowledgement_due_ = false;
  observation::Told acknowledged_;
  HeldAcknowledgements held_;
};

}  // namespace memvol::device
