#include "observer/hash_thread.hpp"

#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <utility>

namespace memvol::observer {

namespace {

std::chrono::nanoseconds thread_cpu_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

HashThread::HashThread(double cpu_share, std::shared_ptr<Alarm> alarm)
    : alarm_(std::move(alarm)), share_(cpu_share), thread_([this] { run_thread(); }) {
  ::pthread_setname_np(thread_.native_handle(), "mv-observer");
}

HashThread::~HashThread() {
  stopping_ = true;
  alarm_->ring();
  thread_.join();
  for (Request& request : requests_) {
    request.over(Failure("volume_not_found", "observe", 0, "the device has stopped to observe"));
  }
}

void HashThread::add(std::shared_ptr<VolumeObserver> volume) {
  const std::lock_guard lock(mutex_);
  volumes_.push_back(std::make_unique<Volume>(
      Volume{.observer = std::move(volume), .comparison = nullptr, .pass = nullptr}));
}

void HashThread::run(std::shared_ptr<HashJob> job, Over over) {
  post({.job = std::move(job), .comparison = 0, .over = std::move(over)});
}

void HashThread::run_after_comparisons(std::shared_ptr<HashJob> job, Over over) {
  const auto due = job->volume().schedule().comparisons_due(Clock::now());
  post({.job = std::move(job), .comparison = due, .over = std::move(over)});
}

void HashThread::post(Request request) {
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
  }
  alarm_->ring();
}

void HashThread::run_thread() {
  while (!stopping_) {
    if (HashJob* job = choose()) {
      work_on(*job);
      charge_and_rest();
    } else {
      alarm_->wait(next_due());
    }
  }
}

HashJob* HashThread::choose() {
  if (inside_ != nullptr) return inside_;
  const std::lock_guard lock(mutex_);
  std::erase_if(volumes_,
                [](const auto& volume) { return volume->observer->memory().taken_back(); });
  static constexpr std::array kKinds{&HashThread::requested, &HashThread::comparison,
                                     &HashThread::pass};
  for (std::size_t tried = 0; tried < kKinds.size(); ++tried) {
    const auto kind = kKinds[turn_];
    turn_ = (turn_ + 1) % kKinds.size();
    if (HashJob* job = (this->*kind)()) return job;
  }
  return nullptr;
}

HashJob* HashThread::requested() {
  if (requests_.empty()) return nullptr;
  const Request& request = requests_.front();
  const auto found = std::find_if(volumes_.begin(), volumes_.end(), [&](const auto& volume) {
    return volume->observer.get() == &request.job->volume();
  });
  if (found != volumes_.end() && (*found)->comparisons_done < request.comparison) {
    if (HashJob* first = comparison_of(**found)) return first;
  }
  return request.job.get();
}

HashJob* HashThread::comparison() {
  for (const auto& volume : volumes_) {
    if (HashJob* job = comparison_of(*volume)) return job;
  }
  return nullptr;
}

HashJob* HashThread::pass() {
  for (const auto& volume : volumes_) {
    if (HashJob* job = pass_of(*volume)) return job;
  }
  return nullptr;
}

HashJob* HashThread::comparison_of(Volume& volume) {
  if (!volume.comparison) {
    auto due = volume.observer->schedule().take_comparison(Clock::now());
    if (!due) return nullptr;
    volume.comparison = std::make_unique<ComparisonJob>(volume.observer, std::move(*due));
  }
  return volume.comparison.get();
}

HashJob* HashThread::pass_of(Volume& volume) {
  if (!volume.pass) {
    auto due = volume.observer->schedule().take_pass(Clock::now());
    if (!due) return nullptr;
    volume.pass = std::make_unique<ScanJob>(volume.observer, std::move(*due));
  }
  return volume.pass.get();
}

void HashThread::work_on(HashJob& job) {
  bool over = true;
  std::optional<Failure> failure;
  try {
    over = !job.step();
  } catch (const Failure& thrown) {
    failure = thrown;
  }
  inside_ = !over && job.inside_region() ? &job : nullptr;
  if (over) end(job, std::move(failure));
}

void HashThread::end(HashJob& job, std::optional<Failure> failure) {
  if (const auto request = take_request(job)) {
    request->over(std::move(failure));
  } else {
    end_of_volume(job);
  }
}

void HashThread::end_of_volume(const HashJob& job) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(volumes_.begin(), volumes_.end(), [&](const auto& volume) {
    return volume->comparison.get() == &job || volume->pass.get() == &job;
  });
  if (found == volumes_.end()) return;
  Volume& volume = **found;
  if (volume.comparison.get() == &job) {
    volume.comparisons_done = volume.comparison->number();
    volume.comparison.reset();
  } else {
    volume.pass.reset();
  }
  // The others' turn.
  std::rotate(found, std::next(found), volumes_.end());
}

std::optional<HashThread::Request> HashThread::take_request(const HashJob& job) {
  const std::lock_guard lock(mutex_);
  if (requests_.empty() || requests_.front().job.get() != &job) return std::nullopt;
  std::optional<Request> request(std::move(requests_.front()));
  requests_.pop_front();
  return request;
}

void HashThread::charge_and_rest() {
  const auto cpu = thread_cpu_time();
  const auto rest = share_.charge(cpu - std::exchange(cpu_charged_, cpu), Clock::now());
  while (rest && !stopping_ && Clock::now() < *rest) alarm_->wait(rest);
}

std::optional<Alarm::Clock::time_point> HashThread::next_due() {
  std::optional<Alarm::Clock::time_point> next;
  const std::lock_guard lock(mutex_);
  for (const auto& volume : volumes_) {
    const auto due = volume->observer->schedule().next();
    if (due) next = std::min(next.value_or(*due), *due);
  }
  return next;
}

}  // namespace memvol::observer
