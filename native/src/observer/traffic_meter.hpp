// Counts operations by type. Counts of several meters add up to those of one that had seen
// everything, rates too.
// Threading: one thread at a time.
#pragma once

#include <array>
#include <cstdint>

#include "observation/record.hpp"
#include "observer/coarse_clock.hpp"
#include "observer/statistics.hpp"

namespace memvol::observer {

class TypeMeter {
 public:
  void count(std::uint64_t operations, std::uint64_t bytes, Clock::time_point now);
  void add(const TypeMeter& other);
  TypeStatistics statistics(Clock::time_point now) const;

 private:
  struct Rate {
    std::uint64_t operations = 0;
    std::uint64_t bytes = 0;
  };

  // Makes `second` the current one; earlier ones than it is are left alone.
  void roll(std::int64_t second);

  std::uint64_t operations_ = 0;
  std::uint64_t bytes_ = 0;
  std::array<std::uint64_t, kSizeBucketCount> sizes_{};
  Clock::time_point last_seen_{};
  // Of the clock's epoch.
  std::int64_t second_ = 0;
  Rate this_second_;
  Rate last_second_;
};

class TrafficMeter {
 public:
  void count(observation::OperationType type, std::uint64_t operations, std::uint64_t bytes,
             Clock::time_point now) {
    types_[static_cast<std::size_t>(type)].count(operations, bytes, now);
  }
  void add(const TrafficMeter& other);
  Traffic statistics(Clock::time_point now) const;

 private:
  std::array<TypeMeter, kOperationTypeCount> types_;
};

}  // namespace memvol::observer
