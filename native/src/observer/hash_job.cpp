#include "observer/hash_job.hpp"

#include <utility>

#include "base/failure.hpp"

namespace memvol::observer {

namespace {

constexpr std::uint64_t kStepBytes = RegionHashes::kPieceBytes;
// Looking at a region that is not wanted costs about a nanosecond.
constexpr std::uint32_t kStepRegions = std::uint32_t{1} << 16;

}  // namespace

std::optional<std::uint32_t> HashJob::next_region() {
  const auto ranges = regions_->ranges();
  if (place_.range == ranges.size()) return std::nullopt;
  const auto& range = ranges[place_.range];
  const std::uint32_t region = range.first + place_.offset;
  if (++place_.offset == range.count) place_ = {.range = place_.range + 1, .offset = 0};
  return region;
}

void HashJob::go_on(std::span<const std::byte> memory) {
  const auto outcome = volume_->hashes().go_on(*look_, memory, taken());
  if (!outcome) return;
  const std::uint32_t region = look_->region;
  look_.reset();
  ++regions_hashed_;
  if (*outcome == RegionHashes::Outcome::kFound) found_.append(region);
  hashed(region, *outcome);
}

bool HashJob::step() {
  const auto look = volume_->memory().look();
  if (!look) {
    throw Failure("volume_not_found", "observe", 0, "the volume " + volume_->id() + " was removed");
  }
  if (!regions_) regions_ = prepare();
  const auto piece = std::min(volume_->geometry().region_size_bytes(), kStepBytes);
  bool over = false;
  std::uint64_t bytes = 0;
  for (std::uint32_t looked_at = 0; bytes < kStepBytes && looked_at < kStepRegions; ++looked_at) {
    if (!look_) {
      const auto region = next_region();
      over = !region;
      if (over) break;
      if (!wants(*region)) continue;
      look_ = volume_->hashes().begin(*region);
    }
    go_on(look.bytes());
    bytes += piece;
  }
  volume_->hashed(std::exchange(regions_hashed_, 0), std::exchange(found_, {}));
  if (over) finish();
  return !over;
}

}  // namespace memvol::observer
