#include "observer/silence_table.hpp"

#include <algorithm>

namespace memvol::observer {

namespace {

// Times are rounded up to this part of the timeout, so that many sessions wake the thread together.
constexpr int kGridDivisor = 8;
// The patience stays after that many times the timeout.
constexpr int kPatienceMax = 1024;

}  // namespace

void SilenceTable::ask_at(Clock::time_point time, Silent silent) {
  const auto grid = std::max(timeout_ / kGridDivisor, Clock::duration{1});
  const auto rounded = (time.time_since_epoch() + grid - Clock::duration{1}) / grid * grid;
  asked_.emplace(Clock::time_point(rounded), std::move(silent));
}

void SilenceTable::add(const std::shared_ptr<Heard>& session) {
  session->entry_ = ++entries_;
  ask_at(session->last() + timeout_,
         {.session = session, .patience = timeout_, .entry = session->entry_});
}

std::vector<SilenceTable::Silent> SilenceTable::take_silent(Clock::time_point now) {
  const auto end = asked_.upper_bound(now);
  std::vector<Silent> asked;
  for (auto at = asked_.begin(); at != end; ++at) asked.push_back(std::move(at->second));
  asked_.erase(asked_.begin(), end);
  std::vector<Silent> silent;
  for (Silent& one : asked) {
    const auto session = one.session.lock();
    if (!session || one.entry != session->entry_) continue;
    if (session->last() + timeout_ > now) {
      add(session);
    } else {
      silent.push_back(std::move(one));
    }
  }
  return silent;
}

void SilenceTable::put_back(const Silent& silent, bool found, Clock::time_point now) {
  const auto session = silent.session.lock();
  if (!session || silent.entry != session->entry_) return;
  const auto patience = found ? timeout_ : std::min(2 * silent.patience, kPatienceMax * timeout_);
  session->given_up_.store(!found, std::memory_order_relaxed);
  ask_at(now + patience, {.session = silent.session, .patience = patience, .entry = silent.entry});
}

std::optional<Clock::time_point> SilenceTable::next() const {
  if (asked_.empty()) return std::nullopt;
  return asked_.begin()->first;
}

}  // namespace memvol::observer
