#include "bench/job_thread.hpp"

#include <pthread.h>
#include <sys/prctl.h>

#include <exception>
#include <utility>

namespace memvol::bench {

JobThread::JobThread(const RunContext& context, const JobSpec& job, const ThreadSpec& spec,
                     std::string name)
    : context_(context),
      job_(job),
      spec_(spec),
      name_(std::move(name)),
      meter_(job),
      thread_([this] { main(); }) {}

void JobThread::join() {
  if (thread_.joinable()) thread_.join();
}

void JobThread::main() {
  pthread_setname_np(pthread_self(), name_.c_str());
  // Sleeps between scheduled operations end on time, not up to 50 us (the default) later.
  if (job_.paced()) prctl(PR_SET_TIMERSLACK, 1UL);
  if (const std::unique_ptr<Engine> engine = connect()) {
    if (const auto start_ns = context_.gate.arrive_and_wait()) run_loop(*engine, *start_ns);
  }
  context_.finish.arrive();
}

// Nothing when it could not connect; the gate knows why.
std::unique_ptr<Engine> JobThread::connect() {
  try {
    return context_.make_engine(job_, spec_);
  } catch (...) {
    context_.gate.arrive_failed(std::current_exception());
    return nullptr;
  }
}

void JobThread::run_loop(Engine& engine, std::uint64_t start_ns) {
  IoLoop loop(job_, spec_, start_ns, context_.limits, engine, meter_, context_.stop);
  try {
    loop.run();
  } catch (const Failure& failure) {
    failure_ = failure;
  } catch (const std::exception& error) {
    failure_.emplace("io_failed", "run", 0, error.what());
  }
  if (failure_) loop.count_unanswered();
  const std::uint64_t ended_ns = now_ns();
  if (const auto measured_from_ns = loop.measured_from_ns()) {
    runtime_ns_ = ended_ns - *measured_from_ns;
    usage_ = ThreadUsage::of_this_thread().since(loop.usage_before());
  }
  meter_.ended_ns.store(ended_ns, std::memory_order_relaxed);
  meter_.state.store(failure_ ? ThreadState::kFailed : ThreadState::kDone,
                     std::memory_order_release);
}

ThreadResult JobThread::result() const {
  ThreadResult result{
      .directions = {}, .runtime_ns = runtime_ns_, .usage = usage_, .failure = failure_};
  for (const Direction direction : kDirections) {
    const auto& meter = meter_.directions[direction];
    if (!meter) continue;
    LatencyResult service = LatencyResult::of(meter->service);
    const std::uint64_t operations = service.moments.count;
    result.directions[direction] = {
        .operations = operations,
        .bytes = meter->bytes.load(std::memory_order_relaxed),
        .errors = meter->errors.load(std::memory_order_relaxed),
        .service = std::move(service),
        .response = LatencyResult::of(meter->response),
        .late_starts = meter->late_starts.load(std::memory_order_relaxed),
    };
  }
  return result;
}

}  // namespace memvol::bench
