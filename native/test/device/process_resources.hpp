// What this process holds of the system's resources.
#pragma once

#include <malloc.h>
#include <sys/resource.h>

#include <cstddef>
#include <filesystem>
#include <iterator>

namespace memvol::device {

// Those of the device and of its clients: tests have both in one process.
inline std::size_t open_descriptors() {
  const std::filesystem::directory_iterator descriptors("/proc/self/fd");
  // The iterator's own is among them, each time.
  return static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
}

// What was allocated and not freed. Resident memory says less: an allocator keeps some of what
// was freed, how much depends on which threads freed it when.
inline std::size_t allocated_bytes() {
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

// For tests that open more than a shell allows at first.
inline void allow_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace memvol::device
