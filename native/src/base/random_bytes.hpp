// Bytes from the kernel's cryptographic generator.
#pragma once

#include <sys/random.h>

#include <cstddef>
#include <span>

#include "base/system_failure.hpp"

namespace memvol {

inline void fill_random(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_failure("bug", "getrandom", "no random bytes");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace memvol
