// Patterns of bytes, as tests write them.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "bench/contents.hpp"

namespace memvol::bench {

inline FillPattern pattern_of(std::vector<unsigned> bytes, std::vector<std::size_t> places = {}) {
  FillPattern pattern{.bytes = {}, .offset_places = std::move(places)};
  for (const unsigned byte : bytes) pattern.bytes.push_back(static_cast<std::byte>(byte));
  return pattern;
}

}  // namespace memvol::bench
