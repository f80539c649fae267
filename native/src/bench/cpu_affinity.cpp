#include "bench/cpu_affinity.hpp"

#include <pthread.h>
#include <sched.h>

#include <string>

#include "base/failure.hpp"

namespace memvol::bench {

void bind_this_thread(const std::vector<std::uint32_t>& cpus) {
  if (cpus.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const std::uint32_t cpu : cpus) {
    if (cpu < CPU_SETSIZE) CPU_SET(cpu, &set);
  }
  const int error = pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
  if (error == 0) return;
  throw Failure("usage", "pthread_setaffinity_np", error,
                "none of the processors of cpus_allowed, from " + std::to_string(cpus.front()) +
                    " on, can be used here");
}

}  // namespace memvol::bench
