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

// How much of a volume that is persisted in full goes into one epoch.
constexpr std::uint64_t kFullSliceBytes = std::uint64_t{8} << 20;

bool is_in(observation::RegionRange regions, std::uint32_t region) {
  return region >= regions.first && region - regions.first < regions.count;
}

}  // namespace

PersisterLoop::PersisterLoop(LiveMemory memory, observer::DirtyConsumer dirty,
                             std::unique_ptr<BackingStore> store, const DurabilityOptions& options,
                             PersistObservers observers)
    : memory_(std::move(memory)),
      dirty_(std::move(dirty)),
      options_(options),
      store_timeout_(options.store_timeout),
      durable_epoch_(store->epoch()),
      observers_(std::move(observers)),
      store_(std::move(store)),
      meter_(store_->meter()),
      last_(Clock::now()),
      scrub_(options.scrub_bytes_per_second, dirty_.geometry()) {}

void PersisterLoop::run() {
  try {
    while (wait_for_work()) {
      persist();
      verify_a_little();
    }
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

DurabilityOptions PersisterLoop::options() const {
  const std::lock_guard lock(options_mutex_);
  return options_;
}

void PersisterLoop::set_options(const DurabilityOptions& options) {
  {
    const std::lock_guard lock(options_mutex_);
    options_.mode = options.mode;
    options_.interval = options.interval;
    options_.dirty_bytes_max = options.dirty_bytes_max;
  }
  // The thread may wait for what comes never, or too late.
  requests_.add();
}

DurabilityStatus PersisterLoop::status() const {
  const auto dirty_bytes = dirty_.dirty_bytes();
  DurabilityStatus status{.durable_epoch = durable_epoch(),
                          .dirty_bytes = dirty_bytes,
                          .log_bytes = log_bytes_.load(std::memory_order_relaxed),
                          .failure = std::nullopt,
                          .stall = stall(),
                          .scrub = scrub_.status(),
                          // To the journal, and to the image.
                          .persist_time = meter_->time_for(2 * dirty_bytes)};
  if (const auto failure = requests_.failure()) status.failure = failure->what();
  return status;
}

void PersisterLoop::watch() {
  const auto why = stall();
  if (why) {
    give_up(
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

void PersisterLoop::give_up(const Failure& failure) {
  requests_.give_up(failure);
  const auto verifications = [this] {
    const std::lock_guard lock(verifications_mutex_);
    return std::exchange(verifications_, {});
  }();
  for (const auto& verification : verifications) verification->give_up(failure);
}

bool PersisterLoop::wait_for_work() {
  using Wake = PersistRequests::Wake;
  const auto is_busy = [this] {
    const std::lock_guard lock(verifications_mutex_);
    return full_slice_.count > 0 || !verifications_.empty();
  };
  while (!is_busy()) {
    const auto wake = requests_.wait(pause());
    if (wake != Wake::kTime) return wake != Wake::kStop;
    if (scrub_.is_wanted() && scrub_.due() <= Clock::now()) scrub_a_little();
    if (options().mode == DurabilityMode::kAsync && is_due()) return true;
  }
  return !requests_.is_stopping();
}

std::optional<std::chrono::nanoseconds> PersisterLoop::pause() const {
  std::optional<std::chrono::nanoseconds> pause;
  const auto now = options();
  if (now.mode == DurabilityMode::kAsync) {
    pause = now.dirty_bytes_max == 0
                ? now.interval
                : std::min<std::chrono::nanoseconds>(now.interval, kBoundInterval);
  }
  if (scrub_.is_wanted()) {
    const auto until_due = std::max<std::chrono::nanoseconds>(scrub_.due() - Clock::now(),
                                                              std::chrono::nanoseconds(0));
    pause = std::min(pause.value_or(until_due), until_due);
  }
  return pause;
}

bool PersisterLoop::is_due() const {
  const auto now = options();
  if (Clock::now() - last_ >= now.interval) return true;
  return now.dirty_bytes_max > 0 && dirty_.dirty_bytes() >= now.dirty_bytes_max;
}

void PersisterLoop::persist() {
  const auto asked = requests_.batch();
  // From here on: what is announced later may be left for the next time.
  last_ = Clock::now();
  commit_dirty();
  requests_.reached(Goal::kCommit, asked.last, durable_epoch());
  // In the other modes no acknowledgement waits for it. What did when the mode was changed was
  // asked for before, and so is told of by the first commit after.
  if (asked.last > told_) {
    told_ = asked.last;
    const std::lock_guard lock(observers_mutex_);
    if (observers_.on_commit) observers_.on_commit();
  }
  store_->apply();
  persist_in_full(asked);
  if (store_->log_bytes() > (asked.wants_image ? 0 : kLogBytesMax)) store_->checkpoint();
  log_bytes_.store(store_->log_bytes(), std::memory_order_relaxed);
  if (asked.wants_image) requests_.reached(Goal::kImage, asked.last, durable_epoch());
}

// A slice of the regions in each epoch, beside what is dirty: so the journal does not have to hold
// the volume, and commits that somebody waits for come in between.
void PersisterLoop::persist_in_full(const PersistRequests::Batch& asked) {
  const auto& geometry = dirty_.geometry();
  const auto next = full_slice_.first + full_slice_.count;
  if (full_slice_.count > 0 && next == geometry.region_count()) {
    full_slice_ = {};
    store_->checkpoint();
    requests_.reached(Goal::kFull, full_request_, durable_epoch());
    return;
  }
  if (full_slice_.count == 0 && !asked.wants_full) return;
  if (full_slice_.count == 0) full_request_ = asked.last;
  const auto most = static_cast<std::uint32_t>(
      std::max<std::uint64_t>(kFullSliceBytes / geometry.region_size_bytes(), 1));
  full_slice_ = {.first = next, .count = std::min(most, geometry.region_count() - next)};
}

void PersisterLoop::verify(observation::RegionRange regions, Answer<VerifyResult> answer) {
  if (const auto failure = requests_.failure()) {
    answer(*failure);
    return;
  }
  {
    const std::lock_guard lock(verifications_mutex_);
    verifications_.push_back(std::make_shared<Verification>(regions, std::move(answer)));
  }
  // What is dirty is committed before.
  requests_.add();
  // It may have failed in between, and have told those who waited by then.
  if (const auto failure = requests_.failure()) give_up(*failure);
}

void PersisterLoop::verify_a_little() {
  std::shared_ptr<Verification> verification;
  {
    const std::lock_guard lock(verifications_mutex_);
    if (verifications_.empty()) return;
    verification = verifications_.front();
  }
  if (verification->is_new()) {
    // What is compared is on the disk, and comes from there.
    store_->checkpoint();
    store_->forget_cache();
  }
  if (verification->step(*store_, memory_.bytes, dirty_)) return;
  const std::lock_guard lock(verifications_mutex_);
  std::erase(verifications_, verification);
}

void PersisterLoop::scrub_a_little() {
  if (scrub_.step(*store_, Clock::now()) == 0) return;
  const std::lock_guard lock(observers_mutex_);
  if (!observers_.on_damage) return;
  observers_.on_damage(std::to_string(scrub_.status().damaged_bytes) +
                       " bytes of the image are not what their checksums say");
}

void PersisterLoop::commit_dirty() {
  const auto& geometry = dirty_.geometry();
  bool any = false;
  for (std::uint32_t region = 0; region < geometry.region_count(); ++region) {
    const bool is_dirty = dirty_.take(region);
    if (!is_dirty && !is_in(full_slice_, region)) continue;
    scrub_.mended(region);
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
  give_up(failure);
  const std::lock_guard lock(observers_mutex_);
  if (observers_.on_failure) observers_.on_failure(failure);
}

}  // namespace memvol::persistence
