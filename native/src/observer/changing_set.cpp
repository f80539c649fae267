#include "observer/changing_set.hpp"

#include <algorithm>

namespace memvol::observer {

using observation::Extent;

namespace {

bool lies_within(const Extent& inner, const Extent& outer) {
  return inner.offset_bytes >= outer.offset_bytes && inner.end_bytes() <= outer.end_bytes();
}

}  // namespace

void ChangingSet::announce(const Extent& extent, std::uint64_t operations) {
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.extent == extent || collapsed_;
  });
  if (same != entries_.end()) {
    same->operations += operations;
    return;
  }
  if (entries_.size() == kChangingMax) {
    collapse();
    entries_.front().operations += operations;
  } else {
    entries_.push_back({.extent = extent, .operations = operations});
  }
}

void ChangingSet::collapse() {
  Entry all{.extent = range_};
  for (const Entry& entry : entries_) all.operations += entry.operations;
  entries_.assign(1, all);
  collapsed_ = true;
}

void ChangingSet::clear() {
  entries_.clear();
  collapsed_ = false;
}

void ChangingSet::finish(const Extent& extent, std::uint64_t operations) {
  const auto take_from = [&](auto matches) {
    for (Entry& entry : entries_) {
      if (operations == 0) return;
      if (!matches(entry.extent)) continue;
      const auto taken = std::min(operations, entry.operations);
      entry.operations -= taken;
      operations -= taken;
    }
  };
  take_from([&](const Extent& other) { return other == extent; });
  take_from([&](const Extent& other) { return lies_within(other, extent); });
  take_from([&](const Extent& other) { return lies_within(extent, other); });
  std::erase_if(entries_, [](const Entry& entry) { return entry.operations == 0; });
  collapsed_ = collapsed_ && !entries_.empty();
}

}  // namespace memvol::observer
