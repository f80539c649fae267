// Which write each block of a range was last written by, for blocks that are still whole: what a
// later write covers in part is forgotten, as in fio.
//
// Threading: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "bench/block_seal.hpp"

namespace memvol::bench {

class WriteLog {
 public:
  void wrote(const Written& written) {
    forget(written.offset_bytes, written.length_bytes);
    by_offset_.emplace(written.offset_bytes, written);
  }

  // Nothing is known of these bytes any more.
  void forget(std::uint64_t offset_bytes, std::uint64_t length_bytes) {
    auto at = by_offset_.lower_bound(offset_bytes);
    if (at != by_offset_.begin()) {
      const auto before = std::prev(at);
      if (before->second.offset_bytes + before->second.length_bytes > offset_bytes) at = before;
    }
    while (at != by_offset_.end() && at->first < offset_bytes + length_bytes) {
      at = by_offset_.erase(at);
    }
  }

  // The write that these very bytes are of.
  std::optional<Written> find(std::uint64_t offset_bytes, std::uint64_t length_bytes) const {
    const auto at = by_offset_.find(offset_bytes);
    if (at == by_offset_.end() || at->second.length_bytes != length_bytes) return {};
    return at->second;
  }

  // In the order in which they were written.
  std::vector<Written> all() const;

 private:
  std::map<std::uint64_t, Written> by_offset_;
};

}  // namespace memvol::bench
