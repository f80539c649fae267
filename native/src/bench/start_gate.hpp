// Where the threads of a run meet: all connect first, then all are told one instant to start at,
// or none is.
//
// Threading: made for one opener and a known number of threads, each of which arrives once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>

namespace memvol::bench {

class StartGate {
 public:
  explicit StartGate(std::size_t threads) : awaited_(threads) {}

  // A thread is ready; blocks it until the gate opens. Returns the time of the start, or
  // nothing when the run was called off.
  std::optional<std::uint64_t> arrive_and_wait();
  // A thread could not connect.
  void arrive_failed(std::exception_ptr failure);

  // No start any more: lets all that wait go, and all that arrive later.
  void call_off();

  // Waits for all threads. When one failed, calls the run off at once and throws what the first
  // one threw.
  void wait_until_all_ready();
  // Lets them go.
  void open(std::uint64_t start_ns);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t awaited_;
  bool called_off_ = false;
  std::optional<std::uint64_t> start_ns_;
  std::exception_ptr failure_;
};

}  // namespace memvol::bench
