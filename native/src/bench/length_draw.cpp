#include "bench/length_draw.hpp"

namespace memvol::bench {

LengthDraw::LengthDraw(const BlockSizes& sizes)
    : fixed_(sizes.fixed()), min_bytes_(sizes.min_bytes) {
  if (fixed_) return;
  std::vector<Segment> segments;
  for (const BlockSizes::Weighted& entry : sizes.split) {
    segments.push_back({.first = lengths_.size(), .count = 1, .weight = entry.weight});
    lengths_.push_back(entry.bytes);
  }
  if (segments.empty()) {
    unit_bytes_ = sizes.unaligned ? 1 : sizes.min_bytes;
    const std::uint64_t first = sizes.min_bytes / unit_bytes_;
    const std::uint64_t last = sizes.max_bytes / unit_bytes_;
    segments.push_back({.first = first, .count = last - first + 1, .weight = 1});
  }
  sampler_ = SegmentSampler(segments);
}

}  // namespace memvol::bench
