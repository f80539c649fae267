#include "observer/hash_schedule.hpp"

#include <algorithm>
#include <utility>

namespace memvol::observer {

using observation::RegionRange;

HashSchedule::HashSchedule(Clock::duration pass_interval, Clock::duration silence_timeout,
                           std::shared_ptr<Alarm> alarm)
    : pass_interval_(pass_interval), alarm_(std::move(alarm)), silence_(silence_timeout) {}

void HashSchedule::add_due(RegionRange regions) {
  if (due_.empty()) ++comparisons_;
  std::vector<RegionRange> ranges(due_.ranges().begin(), due_.ranges().end());
  ranges.push_back(regions);
  due_ = RegionRanges(std::move(ranges));
}

void HashSchedule::compare(RegionRange regions) {
  {
    const std::lock_guard lock(mutex_);
    add_due(regions);
  }
  alarm_->ring();
}

void HashSchedule::listen_to(const std::shared_ptr<Heard>& session) {
  {
    const std::lock_guard lock(mutex_);
    silence_.add(session);
  }
  alarm_->ring();
}

void HashSchedule::add_to_passes(RegionRange regions) {
  {
    const std::lock_guard lock(mutex_);
    if (passes_.empty()) next_pass_ = Clock::now() + pass_interval_;
    passes_.push_back(regions);
  }
  alarm_->ring();
}

void HashSchedule::remove_from_passes(RegionRange regions) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find(passes_.begin(), passes_.end(), regions);
  if (found != passes_.end()) passes_.erase(found);
}

void HashSchedule::add_silent(Clock::time_point now) {
  for (SilenceTable::Silent& silent : silence_.take_silent(now)) {
    const auto session = silent.session.lock();
    if (!session) continue;
    add_due(session->regions());
    due_silent_.push_back(std::move(silent));
  }
}

std::uint64_t HashSchedule::comparisons_due(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  add_silent(now);
  return comparisons_;
}

std::optional<Comparison> HashSchedule::take_comparison(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  add_silent(now);
  if (due_.empty()) return std::nullopt;
  return Comparison{.number = comparisons_,
                    .regions = std::exchange(due_, {}),
                    .silent = std::exchange(due_silent_, {})};
}

void HashSchedule::compared(const Comparison& comparison, const RegionRanges& found,
                            Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  for (const SilenceTable::Silent& silent : comparison.silent) {
    const auto session = silent.session.lock();
    if (session) silence_.put_back(silent, found.meets(session->regions()), now);
  }
}

std::optional<RegionRanges> HashSchedule::take_pass(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (passes_.empty() || now < next_pass_) return std::nullopt;
  next_pass_ = now + pass_interval_;
  return RegionRanges(passes_);
}

RegionRanges HashSchedule::passes() const {
  const std::lock_guard lock(mutex_);
  return RegionRanges(passes_);
}

std::optional<Clock::time_point> HashSchedule::next() const {
  const std::lock_guard lock(mutex_);
  if (!due_.empty()) return Clock::time_point::min();
  auto next = silence_.next();
  if (!passes_.empty()) next = std::min(next.value_or(next_pass_), next_pass_);
  return next;
}

}  // namespace memvol::observer
