#include "bench/null_engine.hpp"

#include <algorithm>

namespace memvol::bench {

bool NullEngine::submit(const Operation&, std::uint32_t slot) {
  completed_[completed_count_++] = slot;
  return true;
}

std::size_t NullEngine::poll(std::span<std::uint32_t> slots) {
  const std::size_t taken = std::min(completed_count_, slots.size());
  completed_count_ -= taken;
  std::copy_n(completed_.begin() + static_cast<std::ptrdiff_t>(completed_count_), taken,
              slots.begin());
  return taken;
}

void NullEngine::wait(std::chrono::nanoseconds) {}

}  // namespace memvol::bench
