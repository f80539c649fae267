#include "persistence/persister.hpp"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace memvol::persistence {

namespace {

// How much a log holds before it begins anew: recovery has as much to replay.
constexpr std::uint64_t kLogBytesMax = std::uint64_t{32} << 20;

// How often the bound of dirty bytes is looked at.
constexpr std::chrono::milliseconds kBoundInterval(10);

}  // namespace

Persister::Persister(std::span<const std::byte> memory, observer::DirtyConsumer dirty,
                     std::unique_ptr<BackingStore> store, const DurabilityOptions& options,
                     Observers observers)
    : memory_(memory),
      dirty_(std::move(dirty)),
      options_(options),
      observers_(std::move(observers)),
      durable_epoch_(store->epoch()),
      store_(std::move(store)),
      last_(Clock::now()),
      thread_([this] { run(); }) {
  ::pthread_setname_np(thread_.native_handle(), "mv-persister");
}

Persister::~Persister() { stop(); }

std::unique_ptr<BackingStore> Persister::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock(mutex_);
    // For those who wait still.
    if (!failure_) failure_.emplace("volume_not_found", "persist", 0, "the volume was removed");
    answers_.notify_all();
  }
  return std::move(store_);
}

std::uint64_t Persister::request() {
  const std::lock_guard lock(mutex_);
  work_.notify_all();
  return ++requested_;
}

std::uint64_t Persister::flush() { return wait_for(committed_, request()); }

std::uint64_t Persister::flush_to_image() {
  std::uint64_t request = 0;
  {
    const std::lock_guard lock(mutex_);
    work_.notify_all();
    request = image_requested_ = ++requested_;
  }
  return wait_for(in_image_, request);
}

std::uint64_t Persister::wait_for(const std::atomic<std::uint64_t>& done, std::uint64_t request) {
  std::unique_lock lock(mutex_);
  answers_.wait(lock, [&] { return failure_ || done >= request; });
  // An answer before the failure is one.
  if (done < request) throw Failure(*failure_);
  return durable_epoch();
}

DurabilityStatus Persister::status() const {
  DurabilityStatus status{.durable_epoch = durable_epoch(),
                          .dirty_bytes = dirty_.dirty_bytes(),
                          .log_bytes = log_bytes_.load(std::memory_order_relaxed),
                          .failure = std::nullopt};
  const std::lock_guard lock(mutex_);
  if (failure_) status.failure = failure_->what();
  return status;
}

void Persister::run() {
  try {
    while (wait_for_work()) persist();
  } catch (const Failure& failure) {
    fail(failure);
  }
}

bool Persister::wait_for_work() {
  std::unique_lock lock(mutex_);
  const auto wanted = [this] { return stopping_ || requested_ > committed_; };
  const auto pause = options_.dirty_bytes_max == 0
                         ? options_.interval
                         : std::min<std::chrono::nanoseconds>(options_.interval, kBoundInterval);
  while (!wanted()) {
    if (options_.mode != DurabilityMode::kAsync) {
      work_.wait(lock, wanted);
    } else if (!work_.wait_for(lock, pause, wanted)) {
      lock.unlock();
      const bool due = is_due();
      lock.lock();
      if (due) break;
    }
  }
  return !stopping_;
}

bool Persister::is_due() const {
  if (Clock::now() - last_ >= options_.interval) return true;
  return options_.dirty_bytes_max > 0 && dirty_.dirty_bytes() >= options_.dirty_bytes_max;
}

void Persister::persist() {
  std::uint64_t requested = 0;
  bool image = false;
  {
    const std::lock_guard lock(mutex_);
    requested = requested_;
    image = image_requested_ > in_image_;
  }
  // From here on: what is announced later may be left for the next time.
  last_ = Clock::now();
  commit_dirty();
  answer(committed_, requested);
  if (observers_.on_commit) observers_.on_commit();
  store_->apply();
  if (store_->log_bytes() > (image ? 0 : kLogBytesMax)) store_->checkpoint();
  log_bytes_.store(store_->log_bytes(), std::memory_order_relaxed);
  if (image) answer(in_image_, requested);
}

void Persister::answer(std::atomic<std::uint64_t>& done, std::uint64_t request) {
  const std::lock_guard lock(mutex_);
  done.store(request, std::memory_order_release);
  answers_.notify_all();
}

void Persister::commit_dirty() {
  const auto& geometry = dirty_.geometry();
  bool any = false;
  for (std::uint32_t region = 0; region < geometry.region_count(); ++region) {
    if (!dirty_.take(region)) continue;
    const auto extent = geometry.extent_of({.first = region, .count = 1});
    store_->append(region, memory_.subspan(extent.offset_bytes, extent.length_bytes));
    any = true;
  }
  const std::uint64_t epoch = any ? store_->commit() : store_->epoch();
  store_->check_in_place();
  durable_epoch_.store(epoch, std::memory_order_release);
}

void Persister::fail(const Failure& failure) {
  {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    answers_.notify_all();
  }
  observers_.on_failure(failure);
}

}  // namespace memvol::persistence
