// A schedule fixed in advance. Linear: operation k is due at start + floor(k * 10^9 / rate) ns (for
// bytes: the sum of those before it in the place of k), in integers without drift at any rate.
// Poisson: gaps are exponential with the same mean, by inversion; fractions of a nanosecond carry
// over, so no rate is off by rounding. Both are fixed by the seed.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "bench/clock.hpp"
#include "bench/flow.hpp"
#include "bench/random.hpp"

namespace memvol::bench {

class Pacer {
 public:
  // No schedule: never due.
  Pacer() : random_(0) {}
  Pacer(std::uint64_t start_ns, Rate rate, bool poisson, std::uint64_t seed)
      : due_ns_(start_ns), rate_(rate), poisson_(poisson), random_(seed) {
    if (poisson_) advance_poisson(0);
  }

  bool scheduled() const { return rate_.set(); }
  std::uint64_t due_ns() const { return due_ns_; }
  const Rate& rate() const { return rate_; }

  // An operation of this length has been taken up.
  void advance(std::uint64_t length_bytes) {
    const std::uint64_t units = rate_.in_bytes ? length_bytes : 1;
    if (poisson_) return advance_poisson(units);
    // Below 2^64 for lengths up to 16 GiB.
    const std::uint64_t scaled = units * kNsPerSecond + rest_;
    due_ns_ += scaled / rate_.per_second;
    rest_ = scaled % rate_.per_second;
  }

 private:
  // The first arrival, too, comes after a gap: that of one unit, or of a usual length.
  void advance_poisson(std::uint64_t units) {
    constexpr std::uint64_t kUsualBytes = 4096;
    if (units == 0) units = rate_.in_bytes ? kUsualBytes : 1;
    const double mean_ns = static_cast<double>(units) * static_cast<double>(kNsPerSecond) /
                           static_cast<double>(rate_.per_second);
    // Of 53 random bits; above 0, as the logarithm needs it.
    const double uniform = (static_cast<double>(random_.next() >> 11) + 1) * 0x1p-53;
    const double gap_ns = fraction_ns_ - std::log(uniform) * mean_ns;
    const auto whole_ns = static_cast<std::uint64_t>(gap_ns);
    fraction_ns_ = gap_ns - static_cast<double>(whole_ns);
    due_ns_ += whole_ns;
  }

  std::uint64_t due_ns_ = std::numeric_limits<std::uint64_t>::max();
  Rate rate_;
  bool poisson_ = false;
  // Of a nanosecond, in units of 1 / rate.
  std::uint64_t rest_ = 0;
  double fraction_ns_ = 0;
  Random random_;
};

}  // namespace memvol::bench
