// The shapes of fio's random_distribution as segments of a range of blocks.
//
// zipf: block rank k (from 1) is hit in proportion to k^-theta; pareto: with h, a share of 1 - h
// of the operations hits a share of h of the blocks (F(x) = x^(log(1-h) / log h)). Their ranks
// are scattered over the range by a permutation, with the likeliest block at the center, or
// anywhere. normal: about the center, cut off at the range's ends. zones: evenly within each.
//
// The first ranks are exact; further ones are taken together in segments whose ends differ in
// rank by less than a hundredth (up to 2^24 blocks), and are hit alike within a segment.
#pragma once

#include <cstdint>
#include <optional>

#include "bench/pattern.hpp"
#include "bench/permutation.hpp"
#include "bench/random.hpp"
#include "bench/segment_sampler.hpp"

namespace memvol::bench {

class BlockDistribution {
 public:
  // `blocks` is at least 1; `block_bytes` is what zones are counted in.
  BlockDistribution(const Distribution& distribution, std::uint64_t blocks,
                    std::uint64_t block_bytes, Random& random);

  std::uint64_t draw(Random& random) const {
    const std::uint64_t drawn = sampler_.draw(random);
    if (!scatter_) return drawn;
    const std::uint64_t scattered = (*scatter_)(drawn) + shift_;
    return scattered >= blocks_ ? scattered - blocks_ : scattered;
  }

 private:
  std::uint64_t blocks_;
  SegmentSampler sampler_;
  // From rank to block.
  std::optional<Permutation> scatter_;
  std::uint64_t shift_ = 0;
};

}  // namespace memvol::bench
