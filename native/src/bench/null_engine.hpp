// The engine that does nothing, at once: measures the tool itself.
#pragma once

#include <vector>

#include "bench/engine.hpp"

namespace memvol::bench {

class NullEngine final : public Engine {
 public:
  explicit NullEngine(std::uint32_t iodepth) : completed_(iodepth) {}

  bool submit(const Operation& operation, std::uint32_t slot) override;
  std::size_t poll(std::span<std::uint32_t> slots) override;
  // Everything in flight has completed already, so there is never anything to wait for.
  void wait(std::chrono::nanoseconds timeout) override;
  void settle(std::chrono::nanoseconds) override {}

 private:
  std::vector<std::uint32_t> completed_;
  std::size_t completed_count_ = 0;
};

}  // namespace memvol::bench
