// Waiting for what another thread does.
#pragma once

#include <chrono>
#include <thread>

namespace memvol::device {

// Whether the condition comes true within the time in which anything should.
template <class Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace memvol::device
