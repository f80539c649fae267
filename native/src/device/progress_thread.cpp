#include "device/progress_thread.hpp"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <array>

#include "base/failure.hpp"

namespace memvol::device {

namespace {

bool is_ready(fabric::CompletionQueue& queue) {
  std::array<pollfd, fabric::CompletionQueue::kDescriptorsMax> asked;
  const auto count = queue.descriptors(asked);
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

void ProgressThread::add(fabric::CompletionQueue& queue) {
  ++queue_count_;
  post_and_await(queue, true);
}

void ProgressThread::remove(fabric::CompletionQueue& queue) {
  post_and_await(queue, false);
  --queue_count_;
}

void ProgressThread::post_and_await(fabric::CompletionQueue& queue, bool adding) {
  bool done = false;
  std::unique_lock lock(mutex_);
  requests_.push_back({&queue, adding, &done});
  signal_.raise();
  carried_out_.wait(lock, [&] { return done; });
}

void ProgressThread::run() {
  auto last_traffic = Clock::now();
  while (!stopping_.load(std::memory_order_relaxed)) {
    auto* queue = look_around();
    const auto now = Clock::now();
    if (queue != nullptr) {
      if (traffic_.is_alone(*queue, now)) serve_alone(*queue, now + spin_);
      last_traffic = Clock::now();
    } else if (now - last_traffic >= spin_) {
      block();
      last_traffic = Clock::now();
    }
  }
}

fabric::CompletionQueue* ProgressThread::look_around() {
  if (auto* other = progress(0)) {
    watch_alone_again();
    return other;
  }
  if (alone_ == nullptr || !is_ready(*alone_)) return nullptr;
  advance(*alone_);
  return alone_;
}

void ProgressThread::serve_alone(fabric::CompletionQueue& queue, Clock::time_point end) {
  if (alone_ == nullptr) {
    watch_.remove(queue);
    alone_ = &queue;
  }
  constexpr int kReadsPerClock = 8;
  while (alone_ != nullptr && Clock::now() < end) {
    for (int i = 0; i < kReadsPerClock && alone_ != nullptr; ++i) advance(queue);
  }
}

void ProgressThread::watch_alone_again() {
  if (alone_ == nullptr) return;
  watch_.add(*alone_);
  alone_ = nullptr;
}

fabric::CompletionQueue* ProgressThread::progress(int timeout_ms) {
  const auto ready = watch_.wait(timeout_ms);
  for (auto* queue : std::span(ready.queues).first(ready.count)) {
    busy_.insert(queue);
    traffic_.seen(*queue, Clock::now());
    advance(*queue);
    watch_.refresh(*queue);
  }
  // Only now: a queue that is removed is gone at once, and may be one of those.
  if (ready.signalled) {
    carry_out_requests();
    return nullptr;
  }
  return ready.count == 0 ? nullptr : ready.queues[ready.count - 1];
}

void ProgressThread::advance(fabric::CompletionQueue& queue) {
  std::array<void*, 64> contexts;
  try {
    queue.read(contexts);
  } catch (const Failure&) {
    // The connection is broken, which the event queue reports as well; until the connection
    // manager removes the queue, it must not keep this thread awake.
    let_go_of(queue);
  }
}

void ProgressThread::block() {
  watch_alone_again();
  // libfabric asks for this before each wait: a provider may hold bytes that it has read from
  // the socket already, and those make no descriptor readable.
  for (auto* queue : busy_) {
    if (queue->may_block()) {
      watch_.refresh(*queue);
      continue;
    }
    advance(*queue);
    return;
  }
  busy_.clear();
  progress(-1);
}

void ProgressThread::let_go_of(fabric::CompletionQueue& queue) {
  busy_.erase(&queue);
  traffic_.forget(queue);
  if (alone_ == &queue) alone_ = nullptr;
  watch_.remove(queue);
  queues_.erase(&queue);
}

void ProgressThread::carry_out_requests() {
  const std::lock_guard lock(mutex_);
  // Under the lock and before the list is read: a request that is posted later raises it anew.
  signal_.clear();
  for (const auto& request : requests_) {
    auto* queue = request.queue;
    if (request.adding) {
      queues_.insert(queue);
      watch_.add(*queue);
    } else {
      let_go_of(*queue);
    }
    *request.done = true;
  }
  requests_.clear();
  carried_out_.notify_all();
}

}  // namespace memvol::device
