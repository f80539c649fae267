// Draws whole numbers of a distribution that is even within each of some segments, in constant
// time: Walker's alias method over the segments (A. J. Walker, "An efficient method for
// generating discrete random variables with general distributions", 1977; the tables as by
// M. D. Vose, "A linear algorithm for generating random numbers with a given distribution",
// 1991), then evenly inside the segment.
//
// Threading: none of its own. draw() allocates nothing.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "bench/random.hpp"

namespace memvol::bench {

// The numbers [first, first + count).
struct Segment {
  std::uint64_t first;
  std::uint64_t count;
  double weight;
};

class SegmentSampler {
 public:
  SegmentSampler() = default;
  // At least one segment, each with a count and a weight of at least 0, and one weight above.
  explicit SegmentSampler(const std::vector<Segment>& segments);

  std::uint64_t draw(Random& random) const {
    const std::uint64_t drawn = random.next();
    const Column& column = columns_[drawn >> index_shift_];
    // The bits below the index decide between the column's two segments; without a branch, which
    // no processor could foresee.
    const std::uint64_t own = drawn >> index_shift_;
    const std::uint64_t stays = (drawn & column_mask_) < column.threshold ? ~std::uint64_t{0} : 0;
    const Range& range = ranges_[column.alias ^ ((own ^ column.alias) & stays)];
    return single_ ? range.first : range.first + random.below(range.count);
  }

 private:
  struct Column {
    std::uint64_t threshold;
    std::uint64_t alias;
  };
  struct Range {
    std::uint64_t first;
    std::uint64_t count;
  };

  // All segments hold one number each.
  bool single_ = true;
  unsigned index_shift_ = 63;
  std::uint64_t column_mask_ = 0;
  std::vector<Column> columns_;
  std::vector<Range> ranges_;
};

}  // namespace memvol::bench
