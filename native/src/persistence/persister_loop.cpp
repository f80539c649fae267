#include "persistence/persister_loop.hpp"

#include <algorithm>
#include <utility>

namespace memvol::persistence {

using Goal = PersistRequests::Goal;

namespace {

// How much a log holds before it begins anew: recovery has as much to replay.
constexpr std::uint64_t kLogBytesMax = std::uint64_t{32} << 20;

// How often the bound of dirty bytes is looked at.
constexpr std::chrono::milliseconds kBoundInterval(10);

// How often whoever waits for the end looks whether the store hangs.
constexpr std::chrono::milliseconds kLookInterval(20);

}  // namespace

PersisterLoop::PersisterLoop(LiveMemory memory, observer::DirtyConsumer dirty,
                             std::unique_ptr<BackingStore> store, const DurabilityOptions& options,
                             PersistObservers observers)
    : memory_(std::move(memory)),
      dirty_(std::move(dirty)),
      options_(options),
      durable_epoch_(store->epoch()),
      observers_(std::move(observers)),
      store_(std::move(store)),
      meter_(store_->meter()),
      last_(Clock::now()) {}

void PersisterLoop::run() {
  try {
    while (wait_for_work()) persist();
  } catch (const Failure& failure) {
    fail(failure);
  }
  const std::lock_guard lock(ended_mutex_);
  ended_ = true;
  ended_changed_.notify_all();
}

bool PersisterLoop::wait_until_ended() const {
  std::unique_lock lock(ended_mutex_);
  while (!ended_changed_.wait_for(lock, kLookInterval, [this] { return ended_; })) {
    if (stall()) return false;
  }
  return true;
}

DurabilityStatus PersisterLoop::status() const {
  DurabilityStatus status{.durable_epoch = durable_epoch(),
                          .dirty_bytes = dirty_.dirty_bytes(),
                          .log_bytes = log_bytes_.load(std::memory_order_relaxed),
                          .failure = std::nullopt,
                          .stall = stall()};
  if (const auto failure = requests_.failure()) status.failure = failure->what();
  return status;
}

void PersisterLoop::watch() {
  const auto why = stall();
  if (why) {
    requests_.give_up(
        Failure("store_stalled", "persist", 0,
                "the backing store hangs: " + *why + "; what was written is not known to be kept"));
  }
  if (why.has_value() == stalled_) return;
  stalled_ = !stalled_;
  const std::lock_guard lock(observers_mutex_);
  if (observers_.on_stall) observers_.on_stall(why);
}

void PersisterLoop::silence() {
  const std::lock_guard lock(observers_mutex_);
  observers_ = {};
}

bool PersisterLoop::wait_for_work() {
  using Wake = PersistRequests::Wake;
  if (options_.mode != DurabilityMode::kAsync) return requests_.wait({}) != Wake::kStop;
  const auto pause = options_.dirty_bytes_max == 0
                         ? options_.interval
                         : std::min<std::chrono::nanoseconds>(options_.interval, kBoundInterval);
  while (true) {
    const auto wake = requests_.wait(pause);
    if (wake != Wake::kTime) return wake != Wake::kStop;
    if (is_due()) return true;
  }
}

bool PersisterLoop::is_due() const {
  if (Clock::now() - last_ >= options_.interval) return true;
  return options_.dirty_bytes_max > 0 && dirty_.dirty_bytes() >= options_.dirty_bytes_max;
}

void PersisterLoop::persist() {
  const auto asked = requests_.batch();
  // From here on: what is announced later may be left for the next time.
  last_ = Clock::now();
  commit_dirty();
  requests_.reached(Goal::kCommit, asked.last, durable_epoch());
  {
    const std::lock_guard lock(observers_mutex_);
    if (observers_.on_commit) observers_.on_commit();
  }
  store_->apply();
  if (store_->log_bytes() > (asked.wants_image ? 0 : kLogBytesMax)) store_->checkpoint();
  log_bytes_.store(store_->log_bytes(), std::memory_order_relaxed);
  if (asked.wants_image) requests_.reached(Goal::kImage, asked.last, durable_epoch());
}

void PersisterLoop::commit_dirty() {
  const auto& geometry = dirty_.geometry();
  bool any = false;
  for (std::uint32_t region = 0; region < geometry.region_count(); ++region) {
    if (!dirty_.take(region)) continue;
    const auto extent = geometry.extent_of({.first = region, .count = 1});
    store_->append(region, memory_.bytes.subspan(extent.offset_bytes, extent.length_bytes));
    any = true;
  }
  const std::uint64_t epoch = any ? store_->commit() : store_->epoch();
  store_->check_in_place();
  durable_epoch_.store(epoch, std::memory_order_release);
}

void PersisterLoop::fail(const Failure& failure) {
  requests_.fail(failure);
  const std::lock_guard lock(observers_mutex_);
  if (observers_.on_failure) observers_.on_failure(failure);
}

}  // namespace memvol::persistence
