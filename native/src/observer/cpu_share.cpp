#include "observer/cpu_share.hpp"

#include <algorithm>

namespace memvol::observer {

namespace {

constexpr double kShareMin = 0.001;

}  // namespace

CpuShare::CpuShare(double share) : share_(std::clamp(share, kShareMin, 1.0)) {}

std::optional<CpuShare::Clock::time_point> CpuShare::charge(Duration cpu, Clock::time_point now) {
  const auto cost = std::chrono::duration_cast<Duration>(cpu / share_);
  paid_ = std::max(paid_, now - cpu) + cost;
  slice_ += cpu;
  if (slice_ < kSlice) return std::nullopt;
  slice_ = Duration{0};
  if (paid_ <= now) return std::nullopt;
  return paid_;
}

}  // namespace memvol::observer
