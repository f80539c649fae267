// HdrHistogram's V2 encoding, uncompressed, which every HdrHistogram library decodes.
#pragma once

#include <cstddef>
#include <vector>

#include "bench/latency_counts.hpp"

namespace memvol::bench {

std::vector<std::byte> encode_v2(const LatencyCounts& counts);

}  // namespace memvol::bench
