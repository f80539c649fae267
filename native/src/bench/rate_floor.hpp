// Whether a thread keeps to the least rates that its job demands, cycle by cycle.
//
// Threading: one thread. Lifetime: job and meter must outlive it.
#pragma once

#include <cstdint>
#include <limits>

#include "bench/meter.hpp"
#include "bench/spec.hpp"

namespace memvol::bench {

class RateFloor {
 public:
  RateFloor(const JobSpec& job, const ThreadMeter& meter) : job_(job), meter_(meter) {}

  // The measurement begins.
  void start(std::uint64_t now_ns);
  // When the next cycle is over; never without a least rate.
  std::uint64_t due_ns() const { return due_ns_; }
  // Ends a cycle. Throws Failure `limit_exceeded` when a rate was not reached in it.
  void check(std::uint64_t now_ns);

 private:
  std::uint64_t count(Direction direction) const;

  const JobSpec& job_;
  const ThreadMeter& meter_;
  std::uint64_t cycle_start_ns_ = 0;
  std::uint64_t due_ns_ = std::numeric_limits<std::uint64_t>::max();
  ByDirection<std::uint64_t> counted_;
};

}  // namespace memvol::bench
