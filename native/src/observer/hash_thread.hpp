// The observer's thread: carries out jobs, step by step, within its share of one core. What
// somebody waits for, comparisons that are due, and passes take turns, so that nobody who asks
// for one of them without end keeps it from the others. Without work it sleeps until the next
// is due.
// Threading: any thread; none waits for the observer's.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/failure.hpp"
#include "observer/alarm.hpp"
#include "observer/cpu_share.hpp"
#include "observer/hash_job.hpp"
#include "observer/scan_jobs.hpp"

namespace memvol::observer {

class HashThread {
 public:
  // Told that a job is over, and what it threw. Must not block.
  using Over = std::function<void(std::optional<Failure>)>;

  HashThread(double cpu_share, std::shared_ptr<Alarm> alarm);
  // What is not over fails with `volume_not_found`.
  ~HashThread();

  // Carries out what is due for the volume, until its memory is taken back.
  void add(std::shared_ptr<VolumeObserver> volume);

  // Has the job carried out; `over` is called on the observer's thread, or by the destructor.
  void run(std::shared_ptr<HashJob> job, Over over);
  // The same, after the comparisons that are due for its volume.
  void run_after_comparisons(std::shared_ptr<HashJob> job, Over over);

 private:
  struct Request {
    std::shared_ptr<HashJob> job;
    std::uint64_t comparison;
    Over over;
  };

  // What is due for one volume. The thread's own, but for being added.
  struct Volume {
    std::shared_ptr<VolumeObserver> observer;
    std::unique_ptr<ComparisonJob> comparison;
    std::uint64_t comparisons_done = 0;
    std::unique_ptr<ScanJob> pass;
  };

  void post(Request request);
  void run_thread();
  HashJob* choose();
  // Null when there is none.
  HashJob* requested();
  HashJob* comparison();
  HashJob* pass();
  HashJob* comparison_of(Volume& volume);
  HashJob* pass_of(Volume& volume);
  void work_on(HashJob& job);
  void end(HashJob& job, std::optional<Failure> failure);
  // Takes the request for the job out of the list; nothing if nobody waits for it.
  std::optional<Request> take_request(const HashJob& job);
  void end_of_volume(const HashJob& job);
  void charge_and_rest();
  std::optional<Alarm::Clock::time_point> next_due();

  const std::shared_ptr<Alarm> alarm_;
  std::atomic<bool> stopping_{false};

  std::mutex mutex_;
  std::deque<Request> requests_;
  std::vector<std::unique_ptr<Volume>> volumes_;

  // The thread's own.
  CpuShare share_;
  std::chrono::nanoseconds cpu_charged_{0};
  // In the middle of a region.
  HashJob* inside_ = nullptr;
  // Whose turn it is of the kinds of jobs.
  std::size_t turn_ = 0;

  std::thread thread_;
};

}  // namespace memvol::observer
