// The extents that a session announced to be about to change, and has not told to be done.
// Of bounded size: beyond it all of them together count as the whole range.
// Threading: one thread at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "observation/geometry.hpp"

namespace memvol::observer {

inline constexpr std::size_t kChangingMax = 1024;

class ChangingSet {
 public:
  struct Entry {
    observation::Extent extent;
    // Announced and not yet done.
    std::uint64_t operations = 0;
  };

  explicit ChangingSet(const observation::Extent& range) : range_(range) {}

  void announce(const observation::Extent& extent, std::uint64_t operations);
  // Takes the operations from the same extent, then from those within this one, then from those
  // around it: what was announced one by one may be told done together, and the reverse.
  void finish(const observation::Extent& extent, std::uint64_t operations);
  void clear();

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void collapse();

  observation::Extent range_;
  // All operations together are in the one entry, which is the whole range.
  bool collapsed_ = false;
  std::vector<Entry> entries_;
};

}  // namespace memvol::observer
