#include "device/queue_watch.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <utility>

#include "base/system_failure.hpp"

namespace memvol::device {

// pollfd's events go to epoll as they are.
static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT);

namespace {

void control(int epoll, int operation, const pollfd& descriptor, void* owner) {
  epoll_event wanted{.events = static_cast<std::uint32_t>(descriptor.events),
                     .data = {.ptr = owner}};
  ::epoll_ctl(epoll, operation, descriptor.fd, &wanted);
}

const pollfd* find(const std::vector<pollfd>& descriptors, int fd) {
  const auto found = std::find_if(descriptors.begin(), descriptors.end(),
                                  [fd](const pollfd& descriptor) { return descriptor.fd == fd; });
  return found == descriptors.end() ? nullptr : &*found;
}

std::vector<pollfd> descriptors_of(fabric::CompletionQueue& queue) {
  std::vector<pollfd> descriptors(fabric::CompletionQueue::kDescriptorsMax);
  descriptors.resize(queue.descriptors(descriptors));
  return descriptors;
}

}  // namespace

QueueWatch::QueueWatch(const EventSignal& signal) : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_.get() < 0) {
    throw system_failure("memory_unavailable", "epoll_create1", "no progress thread");
  }
  control(epoll_.get(), EPOLL_CTL_ADD, {.fd = signal.fd(), .events = POLLIN, .revents = 0},
          nullptr);
}

bool QueueWatch::add(ProgressSource& source) {
  auto descriptors = descriptors_of(source.completions());
  if (descriptors.empty()) return false;
  for (const auto& descriptor : descriptors) {
    control(epoll_.get(), EPOLL_CTL_ADD, descriptor, &source);
  }
  watched_[&source] = std::move(descriptors);
  return true;
}

void QueueWatch::refresh(ProgressSource& source) {
  const auto entry = watched_.find(&source);
  if (entry == watched_.end()) return;
  std::array<pollfd, fabric::CompletionQueue::kDescriptorsMax> room;
  const std::span current(room.data(), source.completions().descriptors(room));
  auto& watched = entry->second;
  const auto same = [](const pollfd& a, const pollfd& b) {
    return a.fd == b.fd && a.events == b.events;
  };
  if (std::equal(current.begin(), current.end(), watched.begin(), watched.end(), same)) return;
  const Descriptors now(current.begin(), current.end());
  for (const auto& descriptor : watched) {
    if (find(now, descriptor.fd) == nullptr) {
      control(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
    }
  }
  for (const auto& descriptor : now) {
    const bool known = find(watched, descriptor.fd) != nullptr;
    control(epoll_.get(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &source);
  }
  watched = now;
}

void QueueWatch::remove(ProgressSource& source) {
  const auto entry = watched_.extract(&source);
  if (entry.empty()) return;
  for (const auto& descriptor : entry.mapped()) {
    control(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  }
}

QueueWatch::Ready QueueWatch::wait(int timeout_ms) {
  std::array<epoll_event, 64> events;
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout_ms);
  Ready ready;
  for (int i = 0; i < count; ++i) {
    auto* source = static_cast<ProgressSource*>(events[static_cast<std::size_t>(i)].data.ptr);
    if (source == nullptr) {
      ready.signalled = true;
    } else {
      ready.sources[ready.count++] = source;
    }
  }
  return ready;
}

}  // namespace memvol::device
