#include "persistence/store_meter.hpp"

namespace memvol::persistence {

void StoreMeter::begin(const char* operation, const std::string& file) {
  const std::lock_guard lock(mutex_);
  under_way_ = UnderWay{.operation = operation, .file = file, .since = Clock::now()};
}

void StoreMeter::end() {
  const std::lock_guard lock(mutex_);
  under_way_.reset();
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
