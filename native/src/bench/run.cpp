#include "bench/run.hpp"

#include <pthread.h>

#include <algorithm>
#include <string>
#include <utility>

namespace memvol::bench {

namespace {

std::size_t count_threads(const RunSpec& spec) {
  std::size_t threads = 0;
  for (const JobSpec& job : spec.jobs) threads += job.threads.size();
  return threads;
}

std::vector<std::size_t> threads_of_jobs(const RunSpec& spec) {
  std::vector<std::size_t> threads;
  for (const JobSpec& job : spec.jobs) threads.push_back(job.threads.size());
  return threads;
}

std::size_t count_groups(const RunSpec& spec) {
  std::size_t groups = 0;
  for (const JobSpec& job : spec.jobs) groups = std::max(groups, job.flow.group + 1);
  return groups;
}

}  // namespace

std::unique_ptr<Run> Run::prepare(RunSpec spec, EngineFactory make_engine) {
  check_spec(spec);
  std::unique_ptr<Run> run(new Run(std::move(spec), std::move(make_engine)));
  run->launch();
  run->gate_.wait_until_all_ready();
  return run;
}

std::unique_ptr<Run> Run::start(RunSpec spec, EngineFactory make_engine) {
  std::unique_ptr<Run> run = prepare(std::move(spec), std::move(make_engine));
  run->begin_at(now_ns());
  return run;
}

Run::Run(RunSpec spec, EngineFactory make_engine)
    : spec_(std::move(spec)),
      stops_(count_groups(spec_)),
      gate_(count_threads(spec_)),
      ends_(threads_of_jobs(spec_)),
      finish_(count_threads(spec_)),
      context_{
          .make_engine = std::move(make_engine),
          .limits = {.spin_ns = spec_.spin_ns, .operation_timeout_ns = spec_.operation_timeout_ns},
          .stops = stops_,
          .gate = gate_,
          .ends = ends_,
          .finish = finish_} {}

void Run::launch() {
  std::size_t number = 0;
  for (std::size_t place = 0; place < spec_.jobs.size(); ++place) {
    const JobSpec& job = spec_.jobs[place];
    auto& threads = threads_.emplace_back();
    std::vector<const ThreadMeter*> meters;
    for (const ThreadSpec& thread : job.threads) {
      const std::string name = "mv-job-" + std::to_string(number++);
      threads.push_back(std::make_unique<JobThread>(context_, job, place, thread, name));
      meters.push_back(&threads.back()->meter());
    }
    jobs_.emplace_back(std::move(meters));
  }
}

Run::~Run() {
  stop();
  // For threads that wait at the gate because not all could be made, or nobody opened it.
  gate_.call_off();
  join();
}

void Run::begin_at(std::uint64_t start_ns) {
  start_ns_ = std::max(start_ns, now_ns());
  sampler_.emplace(jobs_, start_ns_);
  gate_.open(start_ns_);
  sampler_thread_ = std::jthread([this] {
    pthread_setname_np(pthread_self(), "mv-sampler");
    sampler_->run(finish_);
  });
}

void Run::stop() { stops_.stop_all(); }

void Run::join() {
  const std::lock_guard lock(join_mutex_);
  for (const auto& threads : threads_) {
    for (const auto& thread : threads) thread->join();
  }
  if (sampler_thread_.joinable()) sampler_thread_.join();
}

RunSnapshot Run::snapshot() const {
  const Sampler::Latest latest = sampler_->latest();
  RunSnapshot snapshot;
  snapshot.intervals_completed = latest.intervals_completed;
  for (std::size_t job = 0; job < jobs_.size(); ++job) {
    snapshot.jobs.push_back(snapshot_job(jobs_[job], latest.jobs[job]));
  }
  // Last, so that nothing counted above happened after it.
  snapshot.elapsed_ns = elapsed_ns();
  return snapshot;
}

JobSnapshot Run::snapshot_job(const JobMeters& job,
                              const ByDirection<IntervalSnapshot>& interval) const {
  const std::uint32_t ramping = job.threads_in(ThreadState::kRamping);
  JobSnapshot snapshot{.directions = {},
                       .in_flight = job.in_flight(),
                       .threads_running = ramping + job.threads_in(ThreadState::kRunning),
                       .threads_failed = job.threads_in(ThreadState::kFailed),
                       .ramping = ramping > 0};
  for (const Direction direction : kDirections) {
    const LatencyCounts counts = job.service_counts(direction);
    snapshot.directions[direction] = {
        .operations = counts.count(),
        .bytes = job.bytes(direction),
        .errors = job.errors(direction),
        .total = LatencySnapshot::of(counts),
        .interval = interval[direction],
    };
  }
  return snapshot;
}

RunResult Run::wait() {
  join();
  RunResult result{.elapsed_ns = elapsed_ns(), .jobs = {}};
  for (std::size_t job = 0; job < threads_.size(); ++job) {
    JobResult& job_result = result.jobs.emplace_back();
    for (const auto& thread : threads_[job]) job_result.threads.push_back(thread->result());
    job_result.intervals = sampler_->intervals(job);
    job_result.heat = sampler_->heat(job);
  }
  return result;
}

// Up to now, or up to when the last thread ended; 0 before the start.
std::uint64_t Run::elapsed_ns() const {
  std::uint64_t end_ns = start_ns_;
  for (const JobMeters& job : jobs_) {
    end_ns = std::max(end_ns, job.ended() ? job.ended_ns() : now_ns());
  }
  return end_ns - start_ns_;
}

}  // namespace memvol::bench
