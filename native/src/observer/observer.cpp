#include "observer/observer.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "base/failure.hpp"
#include "observer/alarm.hpp"
#include "observer/hash_thread.hpp"
#include "observer/point_jobs.hpp"
#include "observer/scan_jobs.hpp"
#include "observer/volume_observer.hpp"

namespace memvol::observer {

using observation::Extent;

namespace {

void check_is_movable(const std::string& point) {
  if (point != kCreationPoint && point != kPersistencePoint) return;
  throw Failure("usage", "observe", 0,
                "the point '" + point + "' is the device's own and stays; choose another name");
}

// Answers with what the job has found, once it is over.
template <class Result, class Found>
HashThread::Over answering(Answer<Result> answer, Found found) {
  return [answer = std::move(answer), found = std::move(found)](std::optional<Failure> failure) {
    if (failure) return answer(std::move(*failure));
    answer(found());
  };
}

void find_dirty(HashThread& thread, const std::shared_ptr<DirtyJob>& job, Answer<Extents> answer) {
  thread.run_after_comparisons(job, answering(std::move(answer), [job] {
                                 return job->dirty().extents(job->volume().geometry());
                               }));
}

}  // namespace

struct Observer::Impl {
  explicit Impl(const ObserverOptions& given)
      : options(given), alarm(std::make_shared<Alarm>()), thread(given.hash_share, alarm) {}

  std::shared_ptr<VolumeObserver> find(const std::string& volume_id) const {
    const std::lock_guard lock(mutex);
    const auto found = volumes.find(volume_id);
    if (found != volumes.end()) return found->second;
    throw Failure("volume_not_found", "observe", 0, "no volume " + volume_id + " is observed");
  }

  const ObserverOptions options;
  const std::shared_ptr<Alarm> alarm;
  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<VolumeObserver>> volumes;
  // Last: it ends first.
  HashThread thread;
};

Observer::Observer(const ObserverOptions& options) : impl_(std::make_unique<Impl>(options)) {}

Observer::~Observer() = default;

void Observer::add_volume(const std::string& volume_id, std::span<const std::byte> memory,
                          std::uint64_t region_size_bytes, Content content) {
  auto volume = std::make_shared<VolumeObserver>(volume_id, memory, region_size_bytes,
                                                 impl_->options, impl_->alarm);
  if (content == Content::kLoaded) {
    volume->hashes().learn(memory, volume->points().bit_of(kCreationPoint));
  }
  {
    const std::lock_guard lock(impl_->mutex);
    if (!impl_->volumes.emplace(volume_id, volume).second) {
      throw Failure("volume_exists", "observe", 0,
                    "the volume " + volume_id + " is observed already");
    }
  }
  impl_->thread.add(std::move(volume));
}

void Observer::remove_volume(const std::string& volume_id) {
  std::unique_lock lock(impl_->mutex);
  const auto node = impl_->volumes.extract(volume_id);
  lock.unlock();
  if (node.empty()) return;
  node.mapped()->memory().take_back();
  // So the thread lets go of the volume.
  impl_->alarm->ring();
}

observation::Geometry Observer::geometry(const std::string& volume_id) const {
  return impl_->find(volume_id)->geometry();
}

std::shared_ptr<SessionObserver> Observer::open_session(const std::string& volume_id,
                                                        SessionFacts facts,
                                                        std::span<std::byte> scratch) {
  return std::make_shared<SessionObserver>(impl_->find(volume_id), std::move(facts), scratch);
}

VolumeStatistics Observer::statistics(const std::string& volume_id,
                                      const std::string& since) const {
  return impl_->find(volume_id)->statistics(since);
}

void Observer::mark_point(const std::string& volume_id, const std::string& point) {
  await_answer<Nothing>([&](auto answer) { mark_point(volume_id, point, std::move(answer)); });
}

void Observer::mark_point(const std::string& volume_id, const std::string& point,
                          Answer<Nothing> answer) {
  check_is_movable(point);
  impl_->thread.run_after_comparisons(std::make_shared<MarkJob>(impl_->find(volume_id), point),
                                      answering(std::move(answer), [] { return Nothing{}; }));
}

bool Observer::unmark_point(const std::string& volume_id, const std::string& point) {
  check_is_movable(point);
  return impl_->find(volume_id)->points().remove(point);
}

Extents Observer::dirty(const std::string& volume_id, const std::string& point) {
  return await_answer<Extents>([&](auto answer) { dirty(volume_id, point, std::move(answer)); });
}

void Observer::dirty(const std::string& volume_id, const std::string& point,
                     Answer<Extents> answer) {
  find_dirty(impl_->thread, std::make_shared<DirtyJob>(impl_->find(volume_id), point),
             std::move(answer));
}

Extents Observer::take(const std::string& volume_id, const std::string& point) {
  return await_answer<Extents>([&](auto answer) { take(volume_id, point, std::move(answer)); });
}

void Observer::take(const std::string& volume_id, const std::string& point,
                    Answer<Extents> answer) {
  check_is_movable(point);
  find_dirty(impl_->thread, std::make_shared<TakeJob>(impl_->find(volume_id), point),
             std::move(answer));
}

DirtyConsumer Observer::persistence(const std::string& volume_id) {
  auto volume = impl_->find(volume_id);
  const auto bit = volume->points().bit_for(kPersistencePoint);
  volume->points().put(kPersistencePoint, bit, std::chrono::system_clock::now());
  volume->marks().add_unhashed(bit);
  return {std::move(volume), bit};
}

void Observer::catch_up(const std::string& volume_id) {
  auto volume = impl_->find(volume_id);
  auto job = std::make_shared<ScanJob>(volume, volume->schedule().passes());
  await_answer<Nothing>([&](auto answer) {
    impl_->thread.run_after_comparisons(std::move(job),
                                        answering(std::move(answer), [] { return Nothing{}; }));
  });
}

ScanResult Observer::scan(const std::string& volume_id, const Extent& extent) {
  return await_answer<ScanResult>([&](auto answer) { scan(volume_id, extent, std::move(answer)); });
}

void Observer::scan(const std::string& volume_id, const Extent& extent, Answer<ScanResult> answer) {
  auto volume = impl_->find(volume_id);
  const auto& geometry = volume->geometry();
  if (!geometry.contains(extent)) {
    throw Failure("range_invalid", "observe", 0,
                  "cannot scan " + std::to_string(extent.length_bytes) + " bytes from " +
                      std::to_string(extent.offset_bytes) + ": the volume has " +
                      std::to_string(geometry.volume_size_bytes()));
  }
  const auto job = std::make_shared<ScanJob>(volume, RegionRanges({geometry.regions_of(extent)}));
  impl_->thread.run(job, answering(std::move(answer), [job] {
                      return ScanResult{
                          .bytes_hashed = job->bytes_hashed(),
                          .changed = job->changed().extents(job->volume().geometry())};
                    }));
}

std::shared_ptr<Watch> Observer::watch(const std::string& volume_id, std::size_t events_max) {
  return impl_->find(volume_id)->watches().open(events_max);
}

}  // namespace memvol::observer
