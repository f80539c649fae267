#include "bench/rate_floor.hpp"

#include <cerrno>
#include <string>

#include "base/failure.hpp"
#include "bench/clock.hpp"

namespace memvol::bench {

void RateFloor::start(std::uint64_t now_ns) {
  if (!job_.rates.floored()) return;
  cycle_start_ns_ = now_ns;
  due_ns_ = now_ns + job_.rates.cycle_ns;
}

void RateFloor::check(std::uint64_t now_ns) {
  const double seconds = static_cast<double>(now_ns - cycle_start_ns_) / kNsPerSecond;
  for (const Direction direction : kDirections) {
    const Rate& least = job_.rates.least[direction];
    if (!least.set() || !job_.uses(direction)) continue;
    const std::uint64_t counted = count(direction);
    const double rate = static_cast<double>(counted - counted_[direction]) / seconds;
    counted_[direction] = counted;
    if (rate >= static_cast<double>(least.per_second)) continue;
    const char* const unit = least.in_bytes ? " bytes" : " operations";
    throw Failure("limit_exceeded", "rate", EIO,
                  std::string(name_of(direction)) + "s reached " +
                      std::to_string(static_cast<std::uint64_t>(rate)) + unit +
                      " a second; the least that the job demands is " +
                      std::to_string(least.per_second));
  }
  cycle_start_ns_ = now_ns;
  due_ns_ = now_ns + job_.rates.cycle_ns;
}

std::uint64_t RateFloor::count(Direction direction) const {
  const DirectionMeter& meter = *meter_.directions[direction];
  return job_.rates.least[direction].in_bytes ? meter.bytes.load(std::memory_order_relaxed)
                                              : meter.service.moments().count;
}

}  // namespace memvol::bench
