// Wakes a thread that waits in epoll or poll (an eventfd). Any thread may raise it; the waiting
// thread clears it.
#pragma once

#include <sys/eventfd.h>

#include <cstdint>

#include "base/system_failure.hpp"
#include "base/unique_fd.hpp"

namespace memvol {

class EventSignal {
 public:
  EventSignal() : fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (fd_.get() < 0) throw system_failure("memory_unavailable", "eventfd", "no event signal");
  }

  int fd() const { return fd_.get(); }

  void raise() const {
    const std::uint64_t one = 1;
    // Fails only when the counter is at its maximum, and then the signal is raised already.
    [[maybe_unused]] const auto written = ::write(fd_.get(), &one, sizeof(one));
  }

  void clear() const {
    std::uint64_t count = 0;
    // Fails only when the signal is not raised.
    [[maybe_unused]] const auto got = ::read(fd_.get(), &count, sizeof(count));
  }

 private:
  UniqueFd fd_;
};

}  // namespace memvol
