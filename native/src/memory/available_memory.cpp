#include "memory/available_memory.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string>

#include "base/failure.hpp"

namespace memvol::memory {

namespace {

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

// A file's first number; nothing when there is none ("max") or no such file.
std::optional<std::uint64_t> read_number(const std::string& path) {
  std::ifstream file(path);
  std::uint64_t value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

std::uint64_t kernel_available() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("MemAvailable:")) continue;
    std::istringstream fields(line.substr(line.find(':') + 1));
    std::uint64_t kibibytes = 0;
    if (fields >> kibibytes) return kibibytes * 1024;
  }
  throw Failure("memory_unavailable", "read", 0, "cannot read MemAvailable of /proc/meminfo");
}

// What differs between the two versions of memory cgroups.
struct CgroupVersion {
  const char* root;
  const char* controller;  // in /proc/self/cgroup
  const char* limit_file;
  const char* usage_file;
  const char* reclaimable;  // in memory.stat: file pages that the kernel drops when it must
};

constexpr CgroupVersion kVersion1{"/sys/fs/cgroup/memory", "memory", "memory.limit_in_bytes",
                                  "memory.usage_in_bytes", "total_inactive_file"};
constexpr CgroupVersion kVersion2{"/sys/fs/cgroup", "", "memory.max", "memory.current",
                                  "inactive_file"};

std::uint64_t reclaimable_bytes(const std::string& directory, const std::string& wanted) {
  std::ifstream file(directory + "/memory.stat");
  std::string key;
  std::uint64_t value = 0;
  while (file >> key >> value) {
    if (key == wanted) return value;
  }
  return 0;
}

std::uint64_t left_below(const std::string& directory, const CgroupVersion& version) {
  const auto limit = read_number(directory + "/" + version.limit_file);
  const auto usage = read_number(directory + "/" + version.usage_file);
  if (!limit || !usage) return kUnlimited;
  const auto kept = *usage - std::min(*usage, reclaimable_bytes(directory, version.reclaimable));
  return *limit - std::min(*limit, kept);
}

// The memory cgroup's path of this process: the hierarchy `0::` (version 2) or `N:memory:`.
std::string cgroup_path(const std::string& controller) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    if (line.substr(first + 1, second - first - 1) == controller) return line.substr(second + 1);
  }
  return "/";
}

// A limit may be set on any ancestor, so each of them counts.
std::uint64_t least_of_ancestors(const CgroupVersion& version) {
  const std::string root = version.root;
  std::uint64_t least = left_below(root, version);
  for (auto path = cgroup_path(version.controller); path.size() > 1; path.resize(path.rfind('/'))) {
    least = std::min(least, left_below(root + path, version));
  }
  return least;
}

}  // namespace

std::uint64_t available_memory_bytes() {
  return std::min(
      {kernel_available(), least_of_ancestors(kVersion1), least_of_ancestors(kVersion2)});
}

}  // namespace memvol::memory
