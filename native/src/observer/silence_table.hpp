// Which sessions have told nothing for too long. Ordered by when each is next to be asked about,
// so sessions that need no asking cost nothing; one that is busy is asked about once per timeout.
// Threading: one thread at a time, except for Heard.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "observation/geometry.hpp"
#include "observer/coarse_clock.hpp"

namespace memvol::observer {

// When a session was last heard. Any thread.
class Heard {
 public:
  Heard(observation::RegionRange regions, Clock::time_point now) : regions_(regions), last_(now) {}

  // What it can write.
  observation::RegionRange regions() const { return regions_; }
  Clock::time_point last() const { return last_.load(std::memory_order_relaxed); }

  // Whether it is to be added to its table again, because there it counts as one that stays
  // silent. (Missing that by a hair delays the next comparison and no more.)
  bool speaks_at(Clock::time_point now) {
    last_.store(now, std::memory_order_relaxed);
    return given_up_.load(std::memory_order_relaxed) && given_up_.exchange(false);
  }

 private:
  friend class SilenceTable;

  observation::RegionRange regions_;
  std::atomic<Clock::time_point> last_;
  // It is given more time than the timeout.
  std::atomic<bool> given_up_{false};
  // The table's own: of the entry that counts, when there is an older one.
  std::uint64_t entry_ = 0;
};

class SilenceTable {
 public:
  struct Silent {
    std::weak_ptr<Heard> session;
    // How long it may be silent.
    Clock::duration patience;
    std::uint64_t entry = 0;
  };

  explicit SilenceTable(Clock::duration timeout) : timeout_(timeout) {}

  // Again: it is given the usual time from when it was last heard.
  void add(const std::shared_ptr<Heard>& session);
  // The sessions that are silent for too long; they are out of the table until they are put back.
  std::vector<Silent> take_silent(Clock::time_point now);
  // `found`: whether it had written all the same.
  void put_back(const Silent& silent, bool found, Clock::time_point now);

  std::optional<Clock::time_point> next() const;

 private:
  void ask_at(Clock::time_point time, Silent silent);

  Clock::duration timeout_;
  std::uint64_t entries_ = 0;
  std::multimap<Clock::time_point, Silent> asked_;
};

}  // namespace memvol::observer
