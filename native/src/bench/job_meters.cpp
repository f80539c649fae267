#include "bench/job_meters.hpp"

#include <algorithm>

namespace memvol::bench {

LatencyCounts JobMeters::service_counts(Direction direction) const {
  LatencyCounts counts;
  for (const ThreadMeter* thread : threads_) {
    if (const auto& meter = thread->directions[direction]) counts.add(meter->service);
  }
  return counts;
}

std::uint64_t JobMeters::errors(Direction direction) const {
  std::uint64_t errors = 0;
  for (const ThreadMeter* thread : threads_) {
    const auto& meter = thread->directions[direction];
    if (meter) errors += meter->errors.load(std::memory_order_relaxed);
  }
  return errors;
}

std::uint64_t JobMeters::bytes(Direction direction) const {
  std::uint64_t bytes = 0;
  for (const ThreadMeter* thread : threads_) {
    const auto& meter = thread->directions[direction];
    if (meter) bytes += meter->bytes.load(std::memory_order_relaxed);
  }
  return bytes;
}

std::uint32_t JobMeters::in_flight() const {
  std::uint32_t in_flight = 0;
  for (const ThreadMeter* thread : threads_) {
    in_flight += thread->in_flight.load(std::memory_order_relaxed);
  }
  return in_flight;
}

std::uint32_t JobMeters::threads_in(ThreadState state) const {
  return static_cast<std::uint32_t>(
      std::count_if(threads_.begin(), threads_.end(), [state](const ThreadMeter* thread) {
        return thread->state.load(std::memory_order_relaxed) == state;
      }));
}

bool JobMeters::ended() const {
  return std::all_of(threads_.begin(), threads_.end(),
                     [](const ThreadMeter* thread) { return thread->ended(); });
}

std::uint64_t JobMeters::ended_ns() const {
  std::uint64_t ended_ns = 0;
  for (const ThreadMeter* thread : threads_) {
    ended_ns = std::max(ended_ns, thread->ended_ns.load(std::memory_order_relaxed));
  }
  return ended_ns;
}

}  // namespace memvol::bench
