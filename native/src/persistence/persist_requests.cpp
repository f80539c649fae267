#include "persistence/persist_requests.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace memvol::persistence {

std::uint64_t PersistRequests::add() {
  const std::lock_guard lock(mutex_);
  work_.notify_all();
  return ++requested_;
}

void PersistRequests::add(Goal goal, Answer<std::uint64_t> answer) {
  std::unique_lock lock(mutex_);
  if (failure_) {
    const Failure failure = *failure_;
    lock.unlock();
    answer(failure);
    return;
  }
  const auto request = ++requested_;
  if (goal == Goal::kImage) image_requested_ = request;
  if (goal == Goal::kFull) full_requested_ = request;
  waiting_.push_back({.goal = goal, .request = request, .answer = std::move(answer)});
  work_.notify_all();
}

void PersistRequests::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  work_.notify_all();
}

PersistRequests::WaitingList PersistRequests::take_all() { return std::exchange(waiting_, {}); }

void PersistRequests::fail(const Failure& failure) {
  std::unique_lock lock(mutex_);
  if (!failure_) failure_ = failure;
  const auto waiting = take_all();
  lock.unlock();
  for (const auto& one : waiting) one.answer(failure);
}

void PersistRequests::give_up(const Failure& failure) {
  std::unique_lock lock(mutex_);
  const auto waiting = take_all();
  lock.unlock();
  for (const auto& one : waiting) one.answer(failure);
}

std::optional<Failure> PersistRequests::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

bool PersistRequests::is_stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

PersistRequests::Wake PersistRequests::wait(std::optional<std::chrono::nanoseconds> at_most) {
  std::unique_lock lock(mutex_);
  if (!at_most) {
    work_.wait(lock, [this] { return has_work(); });
  } else if (!work_.wait_for(lock, *at_most, [this] { return has_work(); })) {
    return Wake::kTime;
  }
  return stopping_ ? Wake::kStop : Wake::kRequest;
}

PersistRequests::Batch PersistRequests::batch() const {
  const std::lock_guard lock(mutex_);
  return {.last = requested_,
          .wants_image = image_requested_ > in_image_,
          .wants_full = full_requested_ > full_done_};
}

void PersistRequests::reached(Goal goal, std::uint64_t request, std::uint64_t epoch) {
  WaitingList answered;
  {
    const std::lock_guard lock(mutex_);
    if (goal == Goal::kCommit) committed_.store(request, std::memory_order_release);
    if (goal == Goal::kImage) in_image_ = request;
    if (goal == Goal::kFull) full_done_ = request;
    const auto rest = std::stable_partition(
        waiting_.begin(), waiting_.end(),
        [&](const Waiting& one) { return one.goal != goal || one.request > request; });
    std::move(rest, waiting_.end(), std::back_inserter(answered));
    waiting_.erase(rest, waiting_.end());
  }
  for (const auto& one : answered) one.answer(epoch);
}

}  // namespace memvol::persistence
