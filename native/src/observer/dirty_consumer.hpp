// A consumer of dirty regions that reads them by itself, off the observer's thread: what persists
// a volume. It is a point like others (kPersistencePoint) that nobody can move or remove.
//
// Whoever takes a region and then copies it has every write that was announced before, since an
// announcement sets the bit after the write (see RegionMarks). One that is announced meanwhile
// sets the bit again, so the region is taken once more.
//
// A region is taken without being hashed, so its stored hash is of older content. A later look
// that finds the same hash, though a write was announced in between, therefore makes it dirty for
// this consumer: the content may have gone and come back, and the copy be of the middle.
//
// Threading: one thread takes; any thread asks how much there is.
#pragma once

#include <cstdint>
#include <memory>

#include "observation/geometry.hpp"
#include "observer/region_marks.hpp"

namespace memvol::observer {

inline constexpr const char* kPersistencePoint = "durability";

class VolumeObserver;

class DirtyConsumer {
 public:
  DirtyConsumer(std::shared_ptr<VolumeObserver> volume, RegionMarks::Bits bit);

  const observation::Geometry& geometry() const;

  // Whether the region may have changed since it was last taken; then it is taken.
  bool take(std::uint32_t region);
  // The same without taking it.
  bool is_dirty(std::uint32_t region) const;
  std::uint64_t dirty_bytes() const;

 private:
  std::shared_ptr<VolumeObserver> volume_;
  RegionMarks::Bits bit_;
};

}  // namespace memvol::observer
