// What of one volume is to be hashed, and when: comparisons, because a session may have written
// what it did not tell, and passes over what sessions in mode `hash` can write.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "observer/alarm.hpp"
#include "observer/region_ranges.hpp"
#include "observer/silence_table.hpp"

namespace memvol::observer {

struct Comparison {
  // Comparisons are carried out in the order of their numbers, from 1.
  std::uint64_t number = 0;
  RegionRanges regions;
  // Those whose silence is a reason for it.
  std::vector<SilenceTable::Silent> silent;
};

class HashSchedule {
 public:
  HashSchedule(Clock::duration pass_interval, Clock::duration silence_timeout,
               std::shared_ptr<Alarm> alarm);

  // A comparison is due. Those that were not begun become one.
  void compare(observation::RegionRange regions);
  // The session is to be heard from now on; again when it is heard after a long silence. It is
  // forgotten when there is no other pointer to it.
  void listen_to(const std::shared_ptr<Heard>& session);
  // What passes go over.
  void add_to_passes(observation::RegionRange regions);
  void remove_from_passes(observation::RegionRange regions);

  // The number of the last comparison that is due.
  std::uint64_t comparisons_due(Clock::time_point now);
  std::optional<Comparison> take_comparison(Clock::time_point now);
  // It is over, and found so much.
  void compared(const Comparison& comparison, const RegionRanges& found, Clock::time_point now);

  std::optional<RegionRanges> take_pass(Clock::time_point now);
  RegionRanges passes() const;

  std::optional<Clock::time_point> next() const;

 private:
  void add_due(observation::RegionRange regions);
  void add_silent(Clock::time_point now);

  const Clock::duration pass_interval_;
  const std::shared_ptr<Alarm> alarm_;

  mutable std::mutex mutex_;
  std::uint64_t comparisons_ = 0;
  // Due and not begun.
  RegionRanges due_;
  std::vector<SilenceTable::Silent> due_silent_;
  SilenceTable silence_;
  // Of each session.
  std::vector<observation::RegionRange> passes_;
  Clock::time_point next_pass_{};
};

}  // namespace memvol::observer
