// For each region the hash of its content when it was last looked at, by which changes are found
// that nobody told of.
//
// What holds, for each point p and region r: either p's bit at r is set, or r had, at p's moment
// there (when p's bit was last cleared and r hashed after that), the content of r's stored hash.
//
//   - p's moment: the bit is cleared first, then r is hashed and that hash stored. Should the
//     content change in between, the hash is of the newer content, and whoever captures r for p
//     does so later still. (Where p's bit is cleared without hashing, the stored hash was begun
//     after the last announcement, and so is as good as one begun now but for unannounced
//     writes that may be under way: see MarkJob.)
//   - Any later look at r, whatever for: if the hash is the stored one, nothing has changed. If
//     not, the bits of all points are set before the new hash takes the old one's place. The one
//     exception is the point whose moment this very look is.
//   - Announcements only ever set bits.
//
// So it does not matter whether a difference was announced; that is only asked in order to tell
// what was found by hashing alone. For this the stale bit is cleared before the first byte is
// read: an announcement that comes later is of a write that this hash may have missed, and sets
// it again. A difference whose announcement is still on its way counts as found.
//
// A hash taken while its region is written to is of a content that never was. That is no harm:
// the next look differs from it.
//
// Threading: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "observation/geometry.hpp"
#include "observer/region_marks.hpp"

namespace memvol::observer {

class RegionHashes {
 public:
  // The most that is hashed at a time: some tens of microseconds.
  static constexpr std::uint64_t kPieceBytes = std::uint64_t{1} << 20;

  // The volume is zero. `marks` outlives this.
  RegionHashes(const observation::Geometry& geometry, RegionMarks& marks);

  // The volume is not zero, but what is in memory now: the hashes are of that, and regions that
  // are not zero are dirty for the points of the bits `since_zero`.
  void learn(std::span<const std::byte> memory, RegionMarks::Bits since_zero);

  enum class Outcome : std::uint8_t {
    kSame,
    kAnnounced,
    // It differs, and no write to it was announced.
    kFound,
  };

  // A region that is being hashed.
  struct Look {
    std::uint32_t region = 0;
    bool was_stale = false;
    std::uint64_t hashed_bytes = 0;
    std::uint64_t hash = 0;
  };

  Look begin(std::uint32_t region);
  // Hashes its next piece. Nothing while there are more. `taken`: the bit of the point whose
  // moment this is, or 0.
  std::optional<Outcome> go_on(Look& look, std::span<const std::byte> memory,
                               RegionMarks::Bits taken);

  std::size_t memory_bytes() const { return hashes_.size() * sizeof(hashes_[0]); }

 private:
  Outcome finish(const Look& look, RegionMarks::Bits taken);

  observation::Geometry geometry_;
  RegionMarks& marks_;
  std::vector<std::uint64_t> hashes_;
};

}  // namespace memvol::observer
