#include "persistence/store_meter.hpp"

#include <algorithm>

namespace memvol::persistence {

namespace {

// Fewer bytes tell of the disk's latency only.
constexpr std::uint64_t kBytesMin = std::uint64_t{1} << 20;
// When so many were written, what came before counts half.
constexpr std::uint64_t kBytesRemembered = std::uint64_t{1} << 30;

}  // namespace

void StoreMeter::begin(const char* operation, const std::string& file) {
  const std::lock_guard lock(mutex_);
  under_way_ = UnderWay{.operation = operation, .file = file, .since = Clock::now()};
}

void StoreMeter::end() {
  const std::lock_guard lock(mutex_);
  // Time without anything to write is not the disk's.
  if (under_way_ && unsynced_bytes_ > 0) unsynced_time_ += Clock::now() - under_way_->since;
  under_way_.reset();
}

void StoreMeter::wrote(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  unsynced_bytes_ += bytes;
}

void StoreMeter::synced() {
  const std::lock_guard lock(mutex_);
  if (unsynced_bytes_ == 0) return;
  const auto sync_time = under_way_ ? Clock::now() - under_way_->since : Clock::duration(0);
  sync_time_min_ = std::min<std::chrono::nanoseconds>(sync_time_min_, sync_time);
  bytes_ += unsynced_bytes_;
  time_ += unsynced_time_ + sync_time;
  unsynced_bytes_ = 0;
  unsynced_time_ = std::chrono::nanoseconds(0);
  if (bytes_ < kBytesRemembered) return;
  bytes_ /= 2;
  time_ /= 2;
}

std::optional<std::chrono::nanoseconds> StoreMeter::time_for(std::uint64_t bytes) const {
  const std::lock_guard lock(mutex_);
  if (bytes == 0) return std::chrono::nanoseconds(0);
  if (bytes_ < kBytesMin) return std::nullopt;
  const double share = static_cast<double>(bytes) / static_cast<double>(bytes_);
  return sync_time_min_ + std::chrono::duration_cast<std::chrono::nanoseconds>(time_ * share);
}

std::optional<std::string> StoreMeter::hanging(std::chrono::nanoseconds at_least) const {
  const std::lock_guard lock(mutex_);
  if (!under_way_) return std::nullopt;
  const auto age = Clock::now() - under_way_->since;
  if (age < at_least) return std::nullopt;
  const auto seconds = std::chrono::duration_cast<std::chrono::duration<double>>(age).count();
  return "a " + std::string(under_way_->operation) + " of " + under_way_->file +
         " has not returned for " + std::to_string(static_cast<long>(seconds)) + " s";
}

}  // namespace memvol::persistence
