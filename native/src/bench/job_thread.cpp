#include "bench/job_thread.hpp"

#include <pthread.h>
#include <sys/prctl.h>

#include <exception>
#include <utility>

#include "bench/clock.hpp"
#include "bench/cpu_affinity.hpp"
#include "bench/random.hpp"

namespace memvol::bench {

JobThread::JobThread(const RunContext& context, const JobSpec& job, std::size_t number,
                     const ThreadSpec& spec, std::string name)
    : meter_(job),
      context_(context),
      job_(job),
      number_(number),
      spec_(spec),
      stop_(context.stops.token(job.flow.group)),
      name_(std::move(name)),
      thread_([this] { main(); }) {}

void JobThread::join() {
  if (thread_.joinable()) thread_.join();
}

void JobThread::main() {
  pthread_setname_np(pthread_self(), name_.c_str());
  // Sleeps between scheduled operations end on time, not up to 50 us (the default) later.
  if (job_.paced()) prctl(PR_SET_TIMERSLACK, 1UL);
  if (const std::unique_ptr<Engine> engine = connect()) {
    if (const auto all_ready_ns = context_.gate.arrive_and_wait()) {
      if (const auto start_ns = wait_for_turn(*all_ready_ns)) {
        run_loop(*engine, *start_ns);
      } else {
        end(ThreadState::kDone);
      }
      stop_others();
    }
  }
  context_.ends.arrive(number_);
  context_.finish.arrive();
}

// Nothing when it could not connect; the gate knows why.
std::unique_ptr<Engine> JobThread::connect() {
  try {
    bind_this_thread(spec_.cpus);
    return context_.make_engine(job_, spec_);
  } catch (...) {
    context_.gate.arrive_failed(std::current_exception());
    return nullptr;
  }
}

// When it starts; nothing when it was stopped before.
std::optional<std::uint64_t> JobThread::wait_for_turn(std::uint64_t start_ns) {
  const Flow& flow = job_.flow;
  if (start_ns > now_ns() && !context_.ends.sleep_until(start_ns, stop_)) return {};
  if (flow.wait_for) {
    if (!context_.ends.wait(*flow.wait_for, stop_)) return {};
    start_ns = now_ns();
  }
  if (flow.start_delay_max_ns == 0) return start_ns;
  Random random(~spec_.seed);
  const std::uint64_t spread_ns = flow.start_delay_max_ns - flow.start_delay_min_ns;
  start_ns += flow.start_delay_min_ns + random.below(spread_ns + 1);
  if (!context_.ends.sleep_until(start_ns, stop_)) return {};
  return start_ns;
}

void JobThread::run_loop(Engine& engine, std::uint64_t start_ns) {
  IoLoop loop(job_, spec_, start_ns, context_.limits, engine, meter_, stop_);
  try {
    loop.run();
  } catch (const Failure& failure) {
    failure_ = failure;
  } catch (const std::exception& error) {
    failure_.emplace("io_failed", "run", 0, error.what());
  }
  if (failure_) loop.count_unanswered();
  if (const auto measured_from_ns = loop.measured_from_ns()) {
    const IoLoop::Instant end = loop.measured_until().value_or(
        IoLoop::Instant{.ns = now_ns(), .usage = ThreadUsage::of_this_thread()});
    runtime_ns_ = end.ns - *measured_from_ns;
    usage_ = end.usage.since(loop.usage_before());
  }
  verified_ = loop.verified();
  depth_found_ = loop.depth_found();
  end(failure_ ? ThreadState::kFailed : ThreadState::kDone);
}

void JobThread::end(ThreadState state) {
  meter_.ended_ns.store(now_ns(), std::memory_order_relaxed);
  meter_.state.store(state, std::memory_order_release);
}

void JobThread::stop_others() {
  if (failure_ && job_.flow.ends_all_on_error) context_.stops.stop_all();
  if (job_.flow.ends_run) context_.stops.stop_all();
  if (job_.flow.ends_group) context_.stops.stop(job_.flow.group);
}

ThreadResult JobThread::result() const {
  ThreadResult result{.directions = {},
                      .runtime_ns = runtime_ns_,
                      .usage = usage_,
                      .depth_found = depth_found_,
                      .verified = verified_,
                      .failure = failure_};
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
        .dropped_arrivals = meter->dropped_arrivals.load(std::memory_order_relaxed),
        .start_delay_max_ns = meter->start_delay_max_ns.load(std::memory_order_relaxed),
    };
  }
  return result;
}

}  // namespace memvol::bench
