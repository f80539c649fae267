// Observer logic: what clients did to volumes, known without being in their way. One for a
// device; what it keeps for each volume is in VolumeObserver, for each session in
// SessionObserver. Whatever takes time (hashing) runs on its own thread, within its share of one
// core.
//
// Points. A point is a name for a moment; the regions changed since are its dirty regions. Each
// consumer has a point of its own and clears only that one. The point kCreationPoint is as old
// as the volume and cannot be cleared or removed.
//
// Hashes. For each region the hash of its content when it was last looked at is kept. So changes
// that nobody told of are found: those of sessions in mode `hash` at each interval, those of
// sessions that left without a farewell when they end, those of silent sessions after a timeout.
// What must hold: for each point, a region that is not dirty has the content it had when its
// hash was taken, and that was not before the point's moment (or its last clearing).
//
// Threading: any thread. What hashes (mark_point, dirty, take, scan) is done on the observer's
// thread. With an `answer` it is only begun, and answered there, or by the destructor if it is
// not over then; what can be said at once is thrown. Without one it blocks until it is over.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/answer.hpp"
#include "observation/geometry.hpp"
#include "observer/dirty_consumer.hpp"
#include "observer/session_observer.hpp"
#include "observer/statistics.hpp"
#include "observer/watch.hpp"

namespace memvol::observer {

inline constexpr const char* kCreationPoint = "creation";
// Beside it.
inline constexpr std::size_t kPointsMax = 14;

struct ObserverOptions {
  // How often what sessions in mode `hash` can write is looked at.
  std::chrono::nanoseconds hash_interval = std::chrono::seconds(1);
  // The most of one core that hashing may take, over any tenth of a second or so.
  double hash_share = 0.10;
  // A session that could write and has told nothing for so long is looked at by hash; again
  // after twice as long each time that nothing was found.
  std::chrono::nanoseconds silence_timeout = std::chrono::seconds(30);
};

using Extents = std::vector<observation::Extent>;

struct ScanResult {
  std::uint64_t bytes_hashed = 0;
  // Whole regions that differed from their last hash, merged where they touch.
  Extents changed;
};

class Observer {
 public:
  explicit Observer(const ObserverOptions& options);
  ~Observer();

  enum class Content { kZero, kLoaded };

  // `memory` stays valid until remove_volume has returned. What it holds now, be it zero or
  // loaded, counts as unchanged, but for kCreationPoint. Throws Failure `range_invalid` for a
  // region size that does not suit the volume.
  void add_volume(const std::string& volume_id, std::span<const std::byte> memory,
                  std::uint64_t region_size_bytes, Content content = Content::kZero);
  // Stops to look at its memory. Its sessions have ended. Removing what is not there is fine.
  void remove_volume(const std::string& volume_id);
  observation::Geometry geometry(const std::string& volume_id) const;

  // The session's share in its volume ends with the pointer. Throws `volume_not_found`.
  std::shared_ptr<SessionObserver> open_session(const std::string& volume_id, SessionFacts facts,
                                                std::span<std::byte> scratch);

  // The following throw Failure `volume_not_found`.

  // `since` names the point whose dirty regions are counted for the cells.
  VolumeStatistics statistics(const std::string& volume_id, const std::string& since) const;

  // Makes the point, or moves it to now. Throws `point_limit` when there are too many, `usage`
  // for kCreationPoint.
  void mark_point(const std::string& volume_id, const std::string& point);
  void mark_point(const std::string& volume_id, const std::string& point, Answer<Nothing> answer);
  // False when there is none such. Throws `usage` for kCreationPoint.
  bool unmark_point(const std::string& volume_id, const std::string& point);

  // Regions that may have changed since the point, merged where they touch, in order; those that
  // are announced to be changing are among them. Waits for comparisons that are due. Throws
  // `point_not_found`.
  Extents dirty(const std::string& volume_id, const std::string& point);
  void dirty(const std::string& volume_id, const std::string& point, Answer<Extents> answer);
  // The same, and moves the point to now: what changes during the call, or is announced to be
  // changing, stays dirty. Throws `usage` for kCreationPoint.
  Extents take(const std::string& volume_id, const std::string& point);
  void take(const std::string& volume_id, const std::string& point, Answer<Extents> answer);

  // What persists the volume; for each volume one, made before it has sessions.
  DirtyConsumer persistence(const std::string& volume_id);
  // Finds by hash what may have changed and was not told by now: what comparisons are due for,
  // and what sessions in mode `hash` can write.
  void catch_up(const std::string& volume_id);

  // Hashes the regions of an extent now, as quickly as its share allows. Throws `range_invalid`.
  ScanResult scan(const std::string& volume_id, const observation::Extent& extent);
  void scan(const std::string& volume_id, const observation::Extent& extent,
            Answer<ScanResult> answer);

  // Ends with the last pointer to it.
  std::shared_ptr<Watch> watch(const std::string& volume_id, std::size_t events_max);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace memvol::observer
