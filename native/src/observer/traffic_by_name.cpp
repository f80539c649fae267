#include "observer/traffic_by_name.hpp"

namespace memvol::observer {

TrafficByName::Entry& TrafficByName::entry(const std::string& name) {
  const auto found = entries_.find(name);
  if (found != entries_.end()) return found->second;
  const std::size_t named = entries_.size() - entries_.count("");
  return entries_[named < kClientsMax ? name : std::string()];
}

void TrafficByName::add(const std::string& name, const TrafficMeter& traffic, bool live) {
  Entry& added = entry(name);
  if (live) ++added.sessions;
  added.traffic.add(traffic);
}

std::vector<NamedTraffic> TrafficByName::statistics(Clock::time_point now) const {
  std::vector<NamedTraffic> all;
  all.reserve(entries_.size());
  for (const auto& [name, entry] : entries_) {
    all.push_back(
        {.name = name, .sessions = entry.sessions, .traffic = entry.traffic.statistics(now)});
  }
  return all;
}

std::size_t TrafficByName::memory_bytes_max() {
  return (kClientsMax + 1) * sizeof(decltype(entries_)::value_type);
}

}  // namespace memvol::observer
