#include "observer/region_hashes.hpp"

#include <algorithm>
#include <utility>

#include "observer/content_hash.hpp"

namespace memvol::observer {

namespace {

std::uint64_t zero_hash(std::uint64_t length_bytes) {
  const std::vector<std::byte> zeros(std::min(length_bytes, RegionHashes::kPieceBytes));
  std::uint64_t hash = 0;
  for (std::uint64_t at = 0; at < length_bytes; at += zeros.size()) {
    hash = content_hash(std::span(zeros).first(std::min(length_bytes - at, zeros.size())), hash);
  }
  return hash;
}

}  // namespace

RegionHashes::RegionHashes(const observation::Geometry& geometry, RegionMarks& marks)
    : geometry_(geometry), marks_(marks) {
  const std::uint32_t count = geometry.region_count();
  if (count == 0) return;
  const auto length = [&](std::uint32_t region) {
    return geometry.extent_of({.first = region, .count = 1}).length_bytes;
  };
  hashes_.assign(count, zero_hash(length(0)));
  hashes_.back() = zero_hash(length(count - 1));
}

void RegionHashes::learn(std::span<const std::byte> memory, RegionMarks::Bits since_zero) {
  for (std::uint32_t region = 0; region < geometry_.region_count(); ++region) {
    const auto extent = geometry_.extent_of({.first = region, .count = 1});
    std::uint64_t hash = 0;
    for (std::uint64_t at = 0; at < extent.length_bytes; at += kPieceBytes) {
      const auto length = std::min(extent.length_bytes - at, kPieceBytes);
      hash = content_hash(memory.subspan(extent.offset_bytes + at, length), hash);
    }
    if (hash != std::exchange(hashes_[region], hash)) marks_.set(region, since_zero);
  }
}

RegionHashes::Look RegionHashes::begin(std::uint32_t region) {
  return {.region = region, .was_stale = marks_.clear(region, RegionMarks::kStale) != 0};
}

std::optional<RegionHashes::Outcome> RegionHashes::go_on(Look& look,
                                                         std::span<const std::byte> memory,
                                                         RegionMarks::Bits taken) {
  const auto extent = geometry_.extent_of({.first = look.region, .count = 1});
  const auto length = std::min(extent.length_bytes - look.hashed_bytes, kPieceBytes);
  look.hash =
      content_hash(memory.subspan(extent.offset_bytes + look.hashed_bytes, length), look.hash);
  look.hashed_bytes += length;
  if (look.hashed_bytes < extent.length_bytes) return std::nullopt;
  return finish(look, taken);
}

RegionHashes::Outcome RegionHashes::finish(const Look& look, RegionMarks::Bits taken) {
  std::uint64_t& stored = hashes_[look.region];
  const bool announced = look.was_stale || (marks_.at(look.region) & RegionMarks::kStale) != 0;
  if (look.hash == stored) {
    // Those may have taken what was there between this content and the same content now.
    if (announced) marks_.set(look.region, marks_.unhashed());
    return Outcome::kSame;
  }
  marks_.set(look.region, RegionMarks::kAllPoints & static_cast<RegionMarks::Bits>(~taken));
  stored = look.hash;
  return announced ? Outcome::kAnnounced : Outcome::kFound;
}

}  // namespace memvol::observer
