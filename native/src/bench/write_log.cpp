#include "bench/write_log.hpp"

#include <algorithm>

namespace memvol::bench {

std::vector<Written> WriteLog::all() const {
  std::vector<Written> written;
  written.reserve(by_offset_.size());
  for (const auto& [offset, each] : by_offset_) written.push_back(each);
  std::sort(written.begin(), written.end(),
            [](const Written& a, const Written& b) { return a.sequence < b.sequence; });
  return written;
}

}  // namespace memvol::bench
