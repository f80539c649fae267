#include "bench/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace memvol::bench {

namespace {

constexpr std::uint64_t kExactRanks = 1024;
constexpr int kGroups = 1024;
// fio's default for `normal`: the mean of twelve even draws deviates by a twelfth of the range.
constexpr double kDefaultDeviation = 1.0 / 12;

// Segments of [0, blocks) that get longer with the rank: 1 for the first, then by a fixed ratio.
template <typename Weigh>
std::vector<Segment> by_rank(std::uint64_t blocks, Weigh weigh) {
  std::vector<Segment> segments;
  const double ratio =
      std::pow(static_cast<double>(blocks) / static_cast<double>(kExactRanks), 1.0 / kGroups);
  double reach = static_cast<double>(kExactRanks);
  for (std::uint64_t first = 0; first < blocks;) {
    std::uint64_t end = first + 1;
    if (first >= kExactRanks) {
      reach *= ratio;
      end = std::max(end, static_cast<std::uint64_t>(reach));
    }
    end = std::min(end, blocks);
    segments.push_back({.first = first, .count = end - first, .weight = weigh(first, end)});
    first = end;
  }
  return segments;
}

// Ranks count from 1. The integral between the halves is the midpoint rule, whose error is below
// a millionth beyond the exact ranks.
std::vector<Segment> zipf(std::uint64_t blocks, double theta) {
  const auto integral = [theta](double rank) {
    return std::abs(theta - 1) < 1e-9 ? std::log(rank) : std::pow(rank, 1 - theta) / (1 - theta);
  };
  return by_rank(blocks, [&](std::uint64_t first, std::uint64_t end) {
    if (end == first + 1) return std::pow(static_cast<double>(end), -theta);
    return integral(static_cast<double>(end) + 0.5) - integral(static_cast<double>(first) + 0.5);
  });
}

std::vector<Segment> pareto(std::uint64_t blocks, double h) {
  const double exponent = std::log(1 - h) / std::log(h);
  const auto below = [&](std::uint64_t rank) {
    return std::pow(static_cast<double>(rank) / static_cast<double>(blocks), exponent);
  };
  return by_rank(blocks,
                 [&](std::uint64_t first, std::uint64_t end) { return below(end) - below(first); });
}

std::vector<Segment> normal(std::uint64_t blocks, double percent, double center) {
  const double range = static_cast<double>(blocks);
  const double deviation = (percent > 0 ? percent / 100 : kDefaultDeviation) * range;
  const auto below = [&](std::uint64_t block) {
    const double distance = (static_cast<double>(block) - center * range) / deviation;
    return 0.5 * std::erfc(-distance / std::sqrt(2));
  };
  const std::uint64_t pieces = std::min<std::uint64_t>(blocks, kExactRanks + kGroups);
  std::vector<Segment> segments;
  for (std::uint64_t piece = 0; piece < pieces; ++piece) {
    const auto at = [&](std::uint64_t number) {
      return static_cast<std::uint64_t>(static_cast<unsigned __int128>(blocks) * number / pieces);
    };
    const std::uint64_t first = at(piece);
    const std::uint64_t end = at(piece + 1);
    segments.push_back({.first = first, .count = end - first, .weight = below(end) - below(first)});
  }
  return segments;
}

// A zone without a whole block has nothing that could be hit.
std::vector<Segment> zones(const std::vector<Zone>& zones, std::uint64_t blocks,
                           std::uint64_t block_bytes) {
  std::vector<Segment> segments;
  std::uint64_t first = 0;
  for (const Zone& zone : zones) {
    const std::uint64_t end = std::min(blocks, zone.end_bytes / block_bytes);
    if (end <= first) continue;
    segments.push_back({.first = first, .count = end - first, .weight = zone.weight});
    first = end;
  }
  return segments;
}

std::vector<Segment> segments_of(const Distribution& distribution, std::uint64_t blocks,
                                 std::uint64_t block_bytes) {
  switch (distribution.shape) {
    case Shape::kZipf:
      return zipf(blocks, distribution.parameter);
    case Shape::kPareto:
      return pareto(blocks, distribution.parameter);
    case Shape::kNormal:
      return normal(blocks, distribution.parameter, distribution.center.value_or(0.5));
    case Shape::kZones:
      return zones(distribution.zones, blocks, block_bytes);
    case Shape::kUniform:
      break;
  }
  return {{.first = 0, .count = blocks, .weight = 1}};
}

}  // namespace

BlockDistribution::BlockDistribution(const Distribution& distribution, std::uint64_t blocks,
                                     std::uint64_t block_bytes, Random& random)
    : blocks_(blocks), sampler_(segments_of(distribution, blocks, block_bytes)) {
  if (distribution.shape != Shape::kZipf && distribution.shape != Shape::kPareto) return;
  scatter_.emplace(blocks, random);
  if (!distribution.center) return;
  const auto place =
      static_cast<std::uint64_t>(*distribution.center * static_cast<double>(blocks - 1));
  shift_ = (place + blocks - (*scatter_)(0)) % blocks;
}

}  // namespace memvol::bench
