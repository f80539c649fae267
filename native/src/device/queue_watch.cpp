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

pollfd readable(int fd) { return {.fd = fd, .events = POLLIN, .revents = 0}; }

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

QueueWatch::QueueWatch(const EventSignal& signal)
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), room_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_.get() < 0 || room_.get() < 0) {
    throw system_failure("memory_unavailable", "epoll_create1", "no progress thread");
  }
  control(epoll_.get(), EPOLL_CTL_ADD, readable(signal.fd()), nullptr);
  control(epoll_.get(), EPOLL_CTL_ADD, readable(room_.get()), this);
}

void QueueWatch::begin(const pollfd& descriptor, ProgressSource* source) {
  control(epoll_.get(), EPOLL_CTL_ADD, descriptor, source);
  epoll_event room{.events = EPOLLOUT | EPOLLET, .data = {.ptr = source}};
  ::epoll_ctl(room_.get(), EPOLL_CTL_ADD, descriptor.fd, &room);
}

void QueueWatch::end(const pollfd& descriptor) {
  control(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  control(room_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

bool QueueWatch::add(ProgressSource& source) {
  auto descriptors = descriptors_of(source.completions());
  if (descriptors.empty()) return false;
  for (const auto& descriptor : descriptors) begin(descriptor, &source);
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
    if (find(now, descriptor.fd) == nullptr) end(descriptor);
  }
  for (const auto& descriptor : now) {
    if (find(watched, descriptor.fd) == nullptr) {
      begin(descriptor, &source);
    } else {
      control(epoll_.get(), EPOLL_CTL_MOD, descriptor, &source);
    }
  }
  watched = now;
}

void QueueWatch::remove(ProgressSource& source) {
  const auto entry = watched_.extract(&source);
  if (entry.empty()) return;
  for (const auto& descriptor : entry.mapped()) end(descriptor);
}

QueueWatch::Ready QueueWatch::wait(int timeout_ms) {
  Ready ready;
  collect(epoll_.get(), timeout_ms, ready);
  return ready;
}

void QueueWatch::collect(int epoll, int timeout_ms, Ready& ready) {
  // What there is no place for is ready the next time still.
  std::array<epoll_event, Ready::kSourcesMax> events;
  const auto places = static_cast<int>(ready.sources.size() - ready.count);
  const int count = places == 0 ? 0 : ::epoll_wait(epoll, events.data(), places, timeout_ms);
  bool room = false;
  for (const auto& event : std::span(events).first(static_cast<std::size_t>(std::max(count, 0)))) {
    if (event.data.ptr == nullptr) {
      ready.signalled = true;
    } else if (event.data.ptr == this) {
      room = true;
    } else {
      ready.sources[ready.count++] = static_cast<ProgressSource*>(event.data.ptr);
    }
  }
  if (room) collect(room_.get(), 0, ready);
}

}  // namespace memvol::device
