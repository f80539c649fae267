// Stops all of a run or one group of its jobs.
//
// Threading: any.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

namespace memvol::bench {

class StopGroups {
 public:
  explicit StopGroups(std::size_t groups) : sources_(groups) {}

  std::stop_token token(std::size_t group) const { return sources_[group].get_token(); }
  void stop(std::size_t group) { sources_[group].request_stop(); }
  void stop_all() {
    for (std::stop_source& source : sources_) source.request_stop();
  }

 private:
  std::vector<std::stop_source> sources_;
};

}  // namespace memvol::bench
