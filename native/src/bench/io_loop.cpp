#include "bench/io_loop.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/failure.hpp"
#include "bench/clock.hpp"

namespace memvol::bench {

namespace {

ByDirection<std::uint64_t> or_unbounded(ByDirection<std::uint64_t> limits) {
  for (const Direction direction : kDirections) {
    if (limits[direction] == 0) limits[direction] = std::numeric_limits<std::uint64_t>::max();
  }
  return limits;
}

bool limits_latency(const ByDirection<std::uint64_t>& limits) {
  return limits.read > 0 || limits.write > 0 || limits.trim > 0;
}

}  // namespace

IoLoop::IoLoop(const JobSpec& job, const ThreadSpec& thread, std::uint64_t start_ns,
               IoLoopLimits limits, Engine& engine, ThreadMeter& meter, std::stop_token stop)
    : engine_(engine),
      meter_(meter),
      stop_(std::move(stop)),
      limits_(limits),
      ramp_end_ns_(start_ns + job.ramp_ns),
      runtime_ns_(job.runtime_ns),
      max_latency_ns_(or_unbounded(job.flow.max_latency_ns)),
      continues_on_error_(job.flow.continues_on_error),
      paced_(job.paced()),
      serializes_overlap_(job.verify.set() || job.flow.serializes_overlap),
      workload_(job, thread),
      schedule_(job, thread.seed, start_ns),
      gate_(job, start_ns),
      floor_(job, meter),
      slots_(job.iodepth),
      free_slots_(job.iodepth),
      completed_(gate_.completions_max()),
      now_ns_(start_ns),
      idle_since_ns_(start_ns),
      answered_ns_(start_ns) {
  // Slot 0 is taken first.
  std::iota(free_slots_.rbegin(), free_slots_.rend(), std::uint32_t{0});
  if (job.verify.set()) verifier_.emplace(job, thread);
  if (job.pattern.replayed) {
    replay_.emplace(thread.replay, job.offset_bytes + thread.offset_bytes, start_ns,
                    job.replay_timed);
  }
  looks_closer_ = verifier_ || gate_.depth_control() || limits_latency(job.flow.max_latency_ns);
}

void IoLoop::run() {
  meter_.state.store(ThreadState::kRamping, std::memory_order_relaxed);
  begin_measurement_if_due();
  while (true) {
    if (stop_.stop_requested()) accepting_ = false;
    const bool posted = post_due();
    meter_.in_flight.store(static_cast<std::uint32_t>(in_flight()), std::memory_order_relaxed);
    const bool completed = take_completions();
    if (now_ns_ >= floor_.due_ns()) floor_.check(now_ns_);
    if (!accepting_ && in_flight() == 0) break;
    if (posted || completed) {
      idle_since_ns_ = now_ns_;
    } else {
      idle();
    }
  }
  meter_.in_flight.store(0, std::memory_order_relaxed);
  if (verifier_) verifier_->finish();
}

bool IoLoop::post_due() {
  bool posted = false;
  while (accepting_ && !free_slots_.empty() && lets_post()) {
    if (!pending_ && !take_up_next()) break;
    now_ns_ = now_ns();
    if (now_ns_ >= end_ns_) {
      end_by_time();
      break;
    }
    if (serializes_overlap_ && overlaps_in_flight(pending_->operation)) {
      held_ = true;
      break;
    }
    const std::uint32_t slot = free_slots_.back();
    const std::uint64_t posted_ns = now_ns_;
    if (pending_->intended_ns == 0) pending_->intended_ns = posted_ns;
    if (!engine_.submit(pending_->operation, slot)) {
      if (!refused_ && in_flight() == 0) answered_ns_ = now_ns_;
      refused_ = true;
      break;
    }
    post_succeeded(slot, posted_ns);
    posted = true;
  }
  return posted;
}

// Draws the next operation into `pending_`; false when none is due.
bool IoLoop::take_up_next() {
  if (verifier_ && verifier_->reads_back()) return take_up_check();
  if (work_over_) {
    accepting_ = false;
    return false;
  }
  if (now_ns_ >= end_ns_) {
    end_by_time();
    return false;
  }
  if (replay_) return take_up_replayed();
  if (verifier_ && verifier_->only()) replay_writes();
  if (measured_from_ns_ && workload_.exhausted()) {
    end_work();
    return false;
  }
  const Turn turn = schedule_.next(now_ns_);
  if (turn.due_ns > now_ns_) {
    now_ns_ = now_ns();
    if (turn.due_ns > now_ns_) return false;
  }
  const Direction direction = turn.direction ? *turn.direction : workload_.draw_direction();
  pending_ = {.operation = workload_.next(direction), .intended_ns = turn.due_ns};
  if (verifier_) verifier_->number(pending_->operation);
  schedule_.advance(direction, pending_->operation.length_bytes);
  return true;
}

bool IoLoop::take_up_replayed() {
  if (replay_->over()) {
    end_work();
    return false;
  }
  const std::uint64_t due_ns = replay_->due_ns();
  if (due_ns > now_ns_) {
    now_ns_ = now_ns();
    if (due_ns > now_ns_) return false;
  }
  pending_ = {.operation = replay_->take(), .intended_ns = due_ns};
  if (verifier_) verifier_->number(pending_->operation);
  return true;
}

// Reading back begins when nothing is in flight, so that all that was written is there.
bool IoLoop::take_up_check() {
  if (!checking_ && in_flight() > 0) return false;
  checking_ = true;
  if (work_over_ && !measured_until_) measured_until_ = {now_ns_, ThreadUsage::of_this_thread()};
  pending_ = {.operation = verifier_->take_check()};
  if (!verifier_->reads_back()) checking_ = false;
  return true;
}

void IoLoop::replay_writes() {
  while (!workload_.exhausted()) {
    Operation operation = workload_.next(workload_.draw_direction());
    verifier_->number(operation);
    verifier_->posted(operation);
  }
}

// Of the same bytes two operations would come in an order that nobody knows.
bool IoLoop::overlaps_in_flight(const Operation& operation) const {
  return std::any_of(slots_.begin(), slots_.end(), [&](const InFlight& other) {
    const Operation& theirs = other.operation;
    return other.posted_ns != 0 &&
           theirs.offset_bytes < operation.offset_bytes + operation.length_bytes &&
           operation.offset_bytes < theirs.offset_bytes + theirs.length_bytes;
  });
}

bool IoLoop::lets_post() {
  return (verifier_ && verifier_->reads_back()) || gate_.lets_post(in_flight(), now_ns_);
}

// The workload is over; what it wrote may have to be read back.
void IoLoop::end_work() {
  work_over_ = true;
  end_ns_ = kNever;
  pending_.reset();
  if (verifier_) verifier_->workload_over();
  accepting_ = verifier_ && verifier_->reads_back();
}

void IoLoop::post_succeeded(std::uint32_t slot, std::uint64_t posted_ns) {
  if (in_flight() == 0) answered_ns_ = posted_ns;
  // Field by field: a copy of the whole reads, many bytes at once, what has just been written in
  // several pieces, and waits until that is in the cache.
  InFlight& post = slots_[slot];
  post.operation = pending_->operation;
  post.intended_ns = pending_->intended_ns;
  post.posted_ns = posted_ns;
  if (paced_ && measured_from_ns_ && !post.operation.checks) count_start(post);
  free_slots_.pop_back();
  if (!post.operation.checks) gate_.posted(in_flight());
  if (verifier_) verifier_->posted(post.operation);
  pending_.reset();
  refused_ = false;
}

void IoLoop::count_start(const InFlight& post) {
  DirectionMeter& meter = *meter_.directions[post.operation.direction];
  const std::uint64_t delay_ns = post.posted_ns - post.intended_ns;
  if (delay_ns > kLateStartToleranceNs) increment(meter.late_starts);
  if (delay_ns > meter.start_delay_max_ns.load(std::memory_order_relaxed)) {
    meter.start_delay_max_ns.store(delay_ns, std::memory_order_relaxed);
  }
}

bool IoLoop::take_completions() {
  if (in_flight() == 0 && !refused_) return false;
  const std::size_t completed_count = poll();
  if (completed_count == 0) return false;
  now_ns_ = now_ns();
  begin_measurement_if_due();
  for (std::size_t at = 0; at < completed_count; ++at) {
    const std::uint32_t slot = completed_[at];
    if (measured_from_ns_ && !slots_[slot].operation.checks) record(slots_[slot]);
    if (looks_closer_) [[unlikely]]
      look_closer(slot);
    slots_[slot].posted_ns = 0;
    free_slots_.push_back(slot);
  }
  answered_ns_ = now_ns_;
  refused_ = false;
  held_ = false;
  gate_.completed(completed_count);
  if (gate_.depth_control()) adapt_depth();
  return true;
}

// What completed; none where an operation failed that may.
std::size_t IoLoop::poll() {
  try {
    return engine_.poll(completed_);
  } catch (const OperationFailure& failure) {
    const Operation& failed = slots_[failure.slot()].operation;
    // What cannot be read back is not verified.
    if (failed.checks || !continues_on_error_[failed.direction]) throw;
    give_up(failure.slot());
    return 0;
  }
}

void IoLoop::record(const InFlight& completed) {
  DirectionMeter& meter = *meter_.directions[completed.operation.direction];
  const std::uint64_t service_ns = now_ns_ - completed.posted_ns;
  meter.service.record(service_ns);
  meter.response.record(now_ns_ - completed.intended_ns);
  increment(meter.bytes, completed.operation.length_bytes);
}

void IoLoop::adapt_depth() {
  DepthControl& control = *gate_.depth_control();
  control.advance(now_ns_);
  if (control.done()) end_work();
}

// What few jobs ask for, of an operation that has just completed.
void IoLoop::look_closer(std::uint32_t slot) {
  const Operation& completed = slots_[slot].operation;
  const std::uint64_t service_ns = now_ns_ - slots_[slot].posted_ns;
  if (gate_.depth_control()) gate_.depth_control()->completed(service_ns);
  if (measured_from_ns_ && !completed.checks && service_ns > max_latency_ns_[completed.direction]) {
    fail_slow(completed.direction, service_ns);
  }
  if (!verifier_ || completed.direction != Direction::kRead) return;
  verifier_->look_at(completed, engine_.read_data(slot, completed.length_bytes));
}

std::optional<std::uint32_t> IoLoop::depth_found() const {
  const auto& control = gate_.depth_control();
  if (!control || !(control->found() || control->keeps_on())) return {};
  return control->depth();
}

// What was due while operations were taken up, and was not.
void IoLoop::count_dropped() {
  if (!paced_) return;
  for (const Direction direction : kDirections) {
    if (replay_ && meter_.directions[direction]) {
      const std::uint64_t missed = replay_->missed(direction, end_ns_);
      meter_.directions[direction]->dropped_arrivals.store(missed, std::memory_order_relaxed);
    }
    Pacer pacer = schedule_.pacer(direction);
    if (!pacer.scheduled()) continue;
    const bool waits = pending_ && !pending_->operation.checks;
    std::uint64_t dropped = waits && pending_->operation.direction == direction ? 1 : 0;
    for (; pacer.due_ns() < end_ns_; pacer.advance(workload_.usual_bytes(direction))) ++dropped;
    meter_.directions[direction]->dropped_arrivals.store(dropped, std::memory_order_relaxed);
  }
}

void IoLoop::begin_measurement_if_due() {
  if (measured_from_ns_ || now_ns_ < ramp_end_ns_) return;
  // The search for a depth has no more time than the job has.
  if (runtime_ns_ > 0 && end_ns_ == kNever) end_ns_ = now_ns_ + runtime_ns_;
  const auto& control = gate_.depth_control();
  if (control && !control->found() && !control->keeps_on()) return;
  measured_from_ns_ = now_ns_;
  floor_.start(now_ns_);
  usage_before_ = ThreadUsage::of_this_thread();
  std::uint64_t bytes = pending_ ? pending_->operation.length_bytes : 0;
  for (const InFlight& slot : slots_) {
    if (slot.posted_ns != 0) bytes += slot.operation.length_bytes;
  }
  workload_.restart_bounds(in_flight() + (pending_ ? 1 : 0), bytes);
  meter_.state.store(ThreadState::kRunning, std::memory_order_relaxed);
}

// Nothing could be posted and nothing had completed.
void IoLoop::idle() {
  now_ns_ = now_ns();
  begin_measurement_if_due();
  const std::uint64_t next_ns = next_post_ns();
  const std::uint64_t wake_ns =
      next_ns == kNever ? kNever : next_ns - std::min(next_ns, kSpinMarginNs);
  if (in_flight() == 0 && !refused_) {
    if (wake_ns <= now_ns_) return;
    engine_.settle(std::chrono::nanoseconds(wake_ns - now_ns_));
    sleep_until(wake_ns);
    return;
  }
  const std::uint64_t deadline_ns = answered_ns_ + limits_.operation_timeout_ns;
  if (now_ns_ >= deadline_ns) fail_unanswered();
  // An engine that is busy with nothing of ours has no completion to wake us by: poll on.
  if (in_flight() == 0 || now_ns_ >= wake_ns) return;
  if (now_ns_ - idle_since_ns_ < limits_.spin_ns) return;
  engine_.wait(std::chrono::nanoseconds(std::min(wake_ns, deadline_ns) - now_ns_));
}

// When this thread can do something without a completion.
std::uint64_t IoLoop::next_post_ns() {
  if (!accepting_ || free_slots_.empty() || refused_ || held_ || work_over_) {
    return floor_.due_ns();
  }
  std::uint64_t phase_end_ns = measured_from_ns_ || end_ns_ != kNever ? end_ns_ : ramp_end_ns_;
  phase_end_ns = std::min(phase_end_ns, floor_.due_ns());
  const std::uint64_t opens_ns = gate_.closed_until_ns(in_flight(), now_ns_);
  return std::min(std::max(next_due_ns(), opens_ns), phase_end_ns);
}

std::uint64_t IoLoop::next_due_ns() const {
  if (!replay_) return schedule_.next(now_ns_).due_ns;
  return replay_->over() ? 0 : replay_->due_ns();
}

void IoLoop::sleep_until(std::uint64_t ns) {
  std::unique_lock lock(sleep_mutex_);
  sleep_.wait_until(lock, stop_, time_point_at(ns), [] { return false; });
}

void IoLoop::end_by_time() {
  count_dropped();
  end_work();
}

}  // namespace memvol::bench
