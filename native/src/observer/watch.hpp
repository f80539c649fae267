// A subscription to what is observed on one volume. It holds a bounded number of events; what
// does not fit is counted as missed, so a slow reader slows nothing down.
// Threading: any thread; one lock, held to append one batch or to take all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "observation/geometry.hpp"
#include "observation/record.hpp"
#include "observer/session_observer.hpp"
#include "observer/statistics.hpp"

namespace memvol::observer {

struct Event {
  enum class Kind : std::uint8_t {
    kDone,       // operations that were carried out
    kAnnounced,  // operations that are about to be
    kFound,      // regions found changed by hashing; nobody is known to have done it
  };

  Kind kind = Kind::kDone;
  observation::OperationType type = observation::OperationType::kWrite;
  SystemTime time{};
  // Within the volume. Of an immediate: its whole regions.
  observation::Extent extent;
  std::uint32_t operations = 1;
  std::uint64_t bytes = 0;
  // Null for what was found.
  std::shared_ptr<const SessionFacts> session;
};

class Watch {
 public:
  explicit Watch(std::size_t events_max) : events_max_(events_max) {}

  struct Batch {
    std::vector<Event> events;
    // Operations that did not fit since the last call.
    std::uint64_t operations_missed = 0;
  };
  Batch take();

  void append(const Event& event);

 private:
  std::size_t events_max_;
  std::mutex mutex_;
  Batch batch_;
};

}  // namespace memvol::observer
