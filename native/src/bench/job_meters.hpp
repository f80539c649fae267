// The meters of one job's threads, seen together.
//
// Threading: readable at any time from any thread, while the job's threads write.
// Lifetime: the meters must outlive it.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/latency_counts.hpp"
#include "bench/meter.hpp"

namespace memvol::bench {

class JobMeters {
 public:
  explicit JobMeters(std::vector<const ThreadMeter*> threads) : threads_(std::move(threads)) {}

  // Service times of all threads.
  LatencyCounts service_counts(Direction direction) const;
  std::uint64_t errors(Direction direction) const;
  std::uint64_t bytes(Direction direction) const;

  std::uint32_t in_flight() const;
  std::uint32_t threads_in(ThreadState state) const;
  bool ended() const;
  // When the last thread ended; only once ended() is true.
  std::uint64_t ended_ns() const;

 private:
  std::vector<const ThreadMeter*> threads_;
};

}  // namespace memvol::bench
