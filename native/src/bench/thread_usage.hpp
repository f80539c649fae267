// Processor time and context switches of the calling thread.
#pragma once

#include <sys/resource.h>

#include <cstdint>

#include "bench/clock.hpp"

namespace memvol::bench {

struct ThreadUsage {
  std::uint64_t user_cpu_ns = 0;
  std::uint64_t system_cpu_ns = 0;
  std::uint64_t voluntary_switches = 0;
  std::uint64_t involuntary_switches = 0;

  static ThreadUsage of_this_thread() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return {
        .user_cpu_ns = to_ns(usage.ru_utime),
        .system_cpu_ns = to_ns(usage.ru_stime),
        .voluntary_switches = static_cast<std::uint64_t>(usage.ru_nvcsw),
        .involuntary_switches = static_cast<std::uint64_t>(usage.ru_nivcsw),
    };
  }

  ThreadUsage since(const ThreadUsage& earlier) const {
    return {
        .user_cpu_ns = user_cpu_ns - earlier.user_cpu_ns,
        .system_cpu_ns = system_cpu_ns - earlier.system_cpu_ns,
        .voluntary_switches = voluntary_switches - earlier.voluntary_switches,
        .involuntary_switches = involuntary_switches - earlier.involuntary_switches,
    };
  }

 private:
  static std::uint64_t to_ns(const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * kNsPerSecond +
           static_cast<std::uint64_t>(time.tv_usec) * 1000;
  }
};

}  // namespace memvol::bench
