// When a thread's next operation is due and, under a rate, in which direction.
//
// A rate wins over a mix, as in fio: with a rate for all directions the one due first is next
// (reads on a tie), which makes the mix that of the rates and keeps the order of operations
// reproducible; with a rate for one, that one is next when due, and the other otherwise.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/pacer.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

struct Turn {
  // Absent: the workload's mix decides.
  std::optional<Direction> direction;
  // 0: at once, there is no schedule.
  std::uint64_t due_ns = 0;
};

class Schedule {
 public:
  Schedule(const JobSpec& job, std::uint64_t seed, std::uint64_t start_ns) {
    // Of their own, so that a rate changes nothing about the operations.
    SplitMix64 seeds(seed);
    for (const Direction direction : kDirections) {
      const std::uint64_t own_seed = seeds.next();
      if (!job.uses(direction)) continue;
      const Rate& rate = job.rates.target[direction];
      if (rate.set()) {
        pacers_[direction] = Pacer(start_ns, rate, job.rates.poisson, own_seed);
        paced_ = true;
      } else {
        free_direction_ = direction;
      }
    }
  }

  bool paced() const { return paced_; }

  Turn next(std::uint64_t now_ns) const {
    if (!paced_) return {};
    Direction first = Direction::kRead;
    for (const Direction other : {Direction::kWrite, Direction::kTrim}) {
      if (pacers_[other].due_ns() < pacers_[first].due_ns()) first = other;
    }
    const std::uint64_t due_ns = pacers_[first].due_ns();
    if (free_direction_ && due_ns > now_ns) return {.direction = free_direction_};
    return {.direction = first, .due_ns = due_ns};
  }

  // An operation has been taken up.
  void advance(Direction direction, std::uint64_t length_bytes) {
    if (pacers_[direction].scheduled()) pacers_[direction].advance(length_bytes);
  }

  const Pacer& pacer(Direction direction) const { return pacers_[direction]; }

 private:
  ByDirection<Pacer> pacers_;
  bool paced_ = false;
  // A direction that is used without a rate.
  std::optional<Direction> free_direction_;
};

}  // namespace memvol::bench
