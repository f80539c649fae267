// How much memory this process can still take before the system ends processes for it.
#pragma once

#include <cstdint>

namespace memvol::memory {

// The least of what the kernel reckons available (MemAvailable) and what the memory cgroups of
// this process, version 1 or 2, leave. The kernel does not refuse an allocation beyond it: it
// ends a process, so whoever allocates much asks here first. Throws Failure
// `memory_unavailable` when /proc cannot be read.
std::uint64_t available_memory_bytes();

}  // namespace memvol::memory
