#include "device/progress_thread.hpp"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <array>

#include "base/failure.hpp"

namespace memvol::device {

namespace {

// How long a record in a scratch region may wait for the observer while nothing else happens.
constexpr int kPollIntervalMs = 5;

// More than a queue holds.
constexpr std::size_t kCompletionsMax = 16384;

bool is_ready(ProgressSource& source) {
  std::array<pollfd, fabric::CompletionQueue::kDescriptorsMax> asked;
  const auto count = source.completions().descriptors(asked);
  return ::poll(asked.data(), count, 0) > 0;
}

}  // namespace

ProgressThread::ProgressThread(const std::string& name, std::chrono::nanoseconds spin)
    : spin_(spin), watch_(signal_), thread_([this] { run(); }) {
  ::pthread_setname_np(thread_.native_handle(), name.c_str());
}

ProgressThread::~ProgressThread() {
  stopping_ = true;
  signal_.raise();
  thread_.join();
}

void ProgressThread::add(ProgressSource& source) {
  ++source_count_;
  post_and_await({.source = &source, .adding = true});
}

void ProgressThread::remove(ProgressSource& source) {
  post_and_await({.source = &source});
  --source_count_;
}

void ProgressThread::catch_up() { post_and_await({}); }

void ProgressThread::post_and_await(const Request& request) {
  bool done = false;
  std::unique_lock lock(mutex_);
  requests_.push_back({.source = request.source, .adding = request.adding, .done = &done});
  signal_.raise();
  carried_out_.wait(lock, [&] { return done; });
}

void ProgressThread::run() {
  auto last_traffic = Clock::now();
  while (!stopping_.load(std::memory_order_relaxed)) {
    if (!unwatched_.empty()) watch_new_ones();
    auto* source = look_around();
    const auto now = Clock::now();
    if (source != nullptr) {
      if (traffic_.is_alone(*source, now)) serve_alone(*source, now + spin_);
      last_traffic = Clock::now();
    } else if (now - last_traffic >= spin_) {
      if (block()) last_traffic = Clock::now();
    }
  }
}

ProgressSource* ProgressThread::look_around() {
  if (auto* other = progress(0)) {
    watch_alone_again();
    return other;
  }
  if (alone_ == nullptr || !is_ready(*alone_)) return nullptr;
  auto* source = alone_;
  advance_ready(*source);
  return source;
}

void ProgressThread::serve_alone(ProgressSource& source, Clock::time_point end) {
  if (alone_ == nullptr) {
    watch_.remove(source);
    alone_ = &source;
  }
  constexpr int kReadsPerClock = 8;
  while (alone_ != nullptr && Clock::now() < end) {
    for (int i = 0; i < kReadsPerClock && alone_ != nullptr; ++i) advance(source);
  }
}

void ProgressThread::watch_alone_again() {
  if (alone_ == nullptr) return;
  if (!watch_.add(*alone_)) unwatched_.insert(alone_);
  alone_ = nullptr;
}

ProgressSource* ProgressThread::progress(int timeout_ms) {
  const auto ready = watch_.wait(timeout_ms);
  for (auto* source : std::span(ready.sources).first(ready.count)) {
    busy_.insert(source);
    traffic_.seen(*source, Clock::now());
    advance_ready(*source);
    watch_.refresh(*source);
  }
  // Only now: a source that is removed is gone at once, and may be one of those.
  if (ready.signalled) {
    carry_out_requests();
    poll_sources();
    return nullptr;
  }
  return ready.count == 0 ? nullptr : ready.sources[ready.count - 1];
}

void ProgressThread::advance_ready(ProgressSource& source) {
  if (advance(source) > 0 || !signalled_.contains(&source)) return;
  // Nothing is there and yet it looked ready: for what completed before, perhaps.
  source.completions().may_block();
  signalled_.erase(&source);
}

std::size_t ProgressThread::advance(ProgressSource& source) {
  try {
    const auto count = source.advance();
    if (count > 0) signalled_.insert(&source);
    return count;
  } catch (const Failure&) {
    // The connection is broken, which the event queue reports as well; until the connection
    // manager removes the source, it must not keep this thread awake.
    let_go_of(source);
    return 0;
  }
}

void ProgressThread::watch(ProgressSource& source) {
  unwatched_.erase(&source);
  // Something may have arrived already, and the provider may tell of its socket only then.
  advance(source);
  if (!sources_.contains(&source)) return;
  busy_.insert(&source);
  if (!watch_.add(source)) unwatched_.insert(&source);
}

void ProgressThread::watch_new_ones() {
  // One that fails leaves the set.
  const auto sources = unwatched_;
  for (auto* source : sources) watch(*source);
}

bool ProgressThread::block() {
  watch_alone_again();
  // libfabric asks for this before each wait: a provider may hold bytes that it has read from
  // the socket already, and those make no descriptor readable.
  for (auto* source : busy_) {
    const bool may_block = source->completions().may_block();
    if (!may_block) advance(*source);
    watch_.refresh(*source);
    if (!may_block) return true;
  }
  busy_.clear();
  signalled_.clear();
  const bool polling = std::any_of(sources_.begin(), sources_.end(),
                                   [](const auto* source) { return source->needs_polling(); });
  const int timeout_ms = !unwatched_.empty() ? 0 : polling ? kPollIntervalMs : -1;
  const bool ready = progress(timeout_ms) != nullptr;
  if (polling) poll_sources();
  return ready;
}

void ProgressThread::poll_sources() {
  // One that fails leaves the set.
  const auto sources = sources_;
  for (auto* source : sources) {
    if (!source->needs_polling()) continue;
    try {
      source->poll();
      // What it sends may wait for room in the socket.
      watch_.refresh(*source);
    } catch (const Failure&) {
      // As when it is advanced.
      let_go_of(*source);
    }
  }
}

void ProgressThread::let_go_of(ProgressSource& source) {
  busy_.erase(&source);
  signalled_.erase(&source);
  unwatched_.erase(&source);
  traffic_.forget(source);
  if (alone_ == &source) alone_ = nullptr;
  watch_.remove(source);
  sources_.erase(&source);
}

void ProgressThread::advance_all() {
  // One that fails leaves the set.
  const auto sources = sources_;
  for (auto* source : sources) {
    // Not for ever: a client may go on and on.
    std::size_t left = kCompletionsMax;
    for (std::size_t count = advance(*source); count > 0 && count < left;
         count = advance(*source)) {
      left -= count;
    }
    watch_.refresh(*source);
  }
}

void ProgressThread::carry_out_requests() {
  const std::lock_guard lock(mutex_);
  // Under the lock and before the list is read: a request that is posted later raises it anew.
  signal_.clear();
  for (const auto& request : requests_) {
    auto* source = request.source;
    if (source == nullptr) {
      advance_all();
    } else if (request.adding) {
      sources_.insert(source);
      watch(*source);
    } else {
      let_go_of(*source);
    }
    *request.done = true;
  }
  requests_.clear();
  carried_out_.notify_all();
}

}  // namespace memvol::device
