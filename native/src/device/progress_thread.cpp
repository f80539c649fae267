#include "device/progress_thread.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>

#include "base/failure.hpp"
#include "base/system_failure.hpp"

namespace memvol::device {

ProgressThread::ProgressThread(const std::string& name, std::chrono::nanoseconds spin)
    : spin_(spin), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_.get() < 0) {
    throw system_failure("memory_unavailable", "epoll_create1", "no progress thread");
  }
  epoll_event wanted{.events = EPOLLIN, .data = {.ptr = nullptr}};
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, signal_.fd(), &wanted) != 0) {
    throw system_failure("memory_unavailable", "epoll_ctl", "no progress thread");
  }
  thread_ = std::thread([this] { run(); });
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
    if (progress(0)) {
      last_traffic = Clock::now();
    } else if (Clock::now() - last_traffic >= spin_) {
      block();
      last_traffic = Clock::now();
    }
  }
}

bool ProgressThread::progress(int timeout_ms) {
  std::array<epoll_event, 64> ready;
  const int count =
      ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), timeout_ms);
  bool traffic = false;
  bool requested = false;
  for (int i = 0; i < count; ++i) {
    auto* queue =
        static_cast<fabric::CompletionQueue*>(ready[static_cast<std::size_t>(i)].data.ptr);
    if (queue == nullptr) {
      requested = true;
      continue;
    }
    traffic = true;
    advance(*queue);
  }
  // Only now: a queue that is removed is gone at once, and may stand in `ready`.
  if (requested) carry_out_requests();
  return traffic;
}

void ProgressThread::advance(fabric::CompletionQueue& queue) {
  std::array<void*, 64> contexts;
  try {
    queue.read(contexts);
  } catch (const Failure&) {
    // The connection is broken, which the event queue reports as well; until the connection
    // manager removes the queue, it must not keep this thread awake.
    queues_.erase(&queue);
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, queue.fd(), nullptr);
  }
}

void ProgressThread::block() {
  // libfabric asks for this before each wait: a provider may hold bytes that it has read from
  // the socket already, and those make no descriptor readable.
  for (auto* queue : queues_) {
    if (!queue->may_block()) {
      advance(*queue);
      return;
    }
  }
  progress(-1);
}

void ProgressThread::carry_out_requests() {
  const std::lock_guard lock(mutex_);
  // Under the lock and before the list is read: a request that is posted later raises it anew.
  signal_.clear();
  for (const auto& request : requests_) {
    auto* queue = request.queue;
    if (request.adding) {
      queues_.insert(queue);
      epoll_event wanted{.events = EPOLLIN, .data = {.ptr = queue}};
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, queue->fd(), &wanted);
    } else if (queues_.erase(queue) > 0) {
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, queue->fd(), nullptr);
    }
    *request.done = true;
  }
  requests_.clear();
  carried_out_.notify_all();
}

}  // namespace memvol::device
