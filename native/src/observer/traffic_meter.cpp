#include "observer/traffic_meter.hpp"

#include <algorithm>
#include <bit>

namespace memvol::observer {

namespace {

std::int64_t second_of(Clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::size_t bucket_of(std::uint64_t size_bytes) {
  const auto width = static_cast<std::size_t>(std::bit_width(size_bytes | 1));
  return std::min(width - 1, kSizeBucketCount - 1);
}

SystemTime to_system_time(Clock::time_point time, Clock::time_point now) {
  if (time == Clock::time_point{}) return {};
  return std::chrono::system_clock::now() -
         std::chrono::duration_cast<std::chrono::system_clock::duration>(now - time);
}

}  // namespace

void TypeMeter::roll(std::int64_t second) {
  if (second <= second_) return;
  last_second_ = second == second_ + 1 ? this_second_ : Rate{};
  this_second_ = {};
  second_ = second;
}

void TypeMeter::count(std::uint64_t operations, std::uint64_t bytes, Clock::time_point now) {
  roll(second_of(now));
  operations_ += operations;
  bytes_ += bytes;
  sizes_[bucket_of(operations == 1 ? bytes : bytes / operations)] += operations;
  last_seen_ = now;
  this_second_.operations += operations;
  this_second_.bytes += bytes;
}

void TypeMeter::add(const TypeMeter& other) {
  TypeMeter later = other;
  later.roll(second_);
  roll(later.second_);
  operations_ += later.operations_;
  bytes_ += later.bytes_;
  for (std::size_t i = 0; i < sizes_.size(); ++i) sizes_[i] += later.sizes_[i];
  last_seen_ = std::max(last_seen_, later.last_seen_);
  this_second_.operations += later.this_second_.operations;
  this_second_.bytes += later.this_second_.bytes;
  last_second_.operations += later.last_second_.operations;
  last_second_.bytes += later.last_second_.bytes;
}

TypeStatistics TypeMeter::statistics(Clock::time_point now) const {
  TypeMeter rolled = *this;
  rolled.roll(second_of(now));
  return {.operations = operations_,
          .bytes = bytes_,
          .sizes = sizes_,
          .last_seen = to_system_time(last_seen_, now),
          .operations_per_second = rolled.last_second_.operations,
          .bytes_per_second = rolled.last_second_.bytes};
}

void TrafficMeter::add(const TrafficMeter& other) {
  for (std::size_t i = 0; i < types_.size(); ++i) types_[i].add(other.types_[i]);
}

Traffic TrafficMeter::statistics(Clock::time_point now) const {
  Traffic traffic;
  for (std::size_t i = 0; i < types_.size(); ++i) traffic[i] = types_[i].statistics(now);
  return traffic;
}

}  // namespace memvol::observer
