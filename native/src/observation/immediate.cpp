#include "observation/immediate.hpp"

#include <bit>

namespace memvol::observation {

namespace {

constexpr unsigned kImmediateBits = 32;
constexpr unsigned kSizeBits = 5;
// No power of two, or one that is too large to be told.
constexpr std::uint32_t kSizeUnknown = (1U << kSizeBits) - 1;

std::uint32_t size_code(std::uint64_t length_bytes) {
  const auto exponent = static_cast<std::uint32_t>(std::countr_zero(length_bytes));
  return std::has_single_bit(length_bytes) && exponent < kSizeUnknown ? exponent : kSizeUnknown;
}

std::uint32_t low_bits(std::uint32_t value, unsigned bits) { return value & ((1U << bits) - 1); }

}  // namespace

ImmediateCodec::ImmediateCodec(const Geometry& geometry)
    : geometry_(geometry),
      region_bits_(static_cast<unsigned>(std::bit_width(geometry.region_count() - 1))),
      count_bits_(kImmediateBits - kSizeBits - region_bits_) {}

std::optional<std::uint32_t> ImmediateCodec::encode(const Extent& extent) const {
  const auto regions = geometry_.regions_of(extent);
  if (regions.count > regions_max()) return std::nullopt;
  return (size_code(extent.length_bytes) << (kImmediateBits - kSizeBits)) |
         ((regions.count - 1) << region_bits_) | regions.first;
}

std::optional<NamedRegions> ImmediateCodec::decode(std::uint32_t immediate) const {
  const std::uint32_t first = low_bits(immediate, region_bits_);
  const std::uint32_t count = low_bits(immediate >> region_bits_, count_bits_) + 1;
  if (first >= geometry_.region_count() || count > geometry_.region_count() - first) {
    return std::nullopt;
  }
  const std::uint32_t size = immediate >> (kImmediateBits - kSizeBits);
  NamedRegions named{.regions = {.first = first, .count = count}, .length_bytes = {}};
  if (size != kSizeUnknown) named.length_bytes = std::uint64_t{1} << size;
  return named;
}

}  // namespace memvol::observation
