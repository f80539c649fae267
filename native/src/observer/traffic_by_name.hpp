// Traffic by a name, of a client or of an interface. The first kClientsMax names have an entry
// each, further ones share the one named "", so its size has a bound.
// Threading: one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "observer/statistics.hpp"
#include "observer/traffic_meter.hpp"

namespace memvol::observer {

class TrafficByName {
 public:
  // Of a session: one that is live, or one that has ended.
  void add(const std::string& name, const TrafficMeter& traffic, bool live);

  // In the order of the names.
  std::vector<NamedTraffic> statistics(Clock::time_point now) const;

  static std::size_t memory_bytes_max();

 private:
  struct Entry {
    std::size_t sessions = 0;
    TrafficMeter traffic;
  };

  Entry& entry(const std::string& name);

  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace memvol::observer
