// The answer to what takes another thread a while: a result, or the failure in its place. A
// failure by value: an exception would be shared by two threads.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <utility>
#include <variant>

#include "base/failure.hpp"

namespace memvol {

// The result of what has none.
struct Nothing {};

template <class Result>
using Outcome = std::variant<Result, Failure>;

// Called once, on whichever thread has the answer; must neither block nor throw.
template <class Result>
using Answer = std::function<void(Outcome<Result>)>;

// Answers with what `action` returns, or throws.
template <class Result, class Action>
void answer_with(const Answer<Result>& answer, Action action) {
  const auto outcome = [&]() -> Outcome<Result> {
    try {
      return action();
    } catch (const Failure& failure) {
      return failure;
    }
  };
  answer(outcome());
}

// Has `start` begin something that answers, and waits for that. Throws the failure.
template <class Result, class Start>
Result await_answer(Start start) {
  // Shared with the other thread, which may be in set_value still when this one goes on.
  const auto promise = std::make_shared<std::promise<Outcome<Result>>>();
  auto future = promise->get_future();
  start(Answer<Result>(
      [promise](Outcome<Result> outcome) { promise->set_value(std::move(outcome)); }));
  auto outcome = future.get();
  if (const auto* failure = std::get_if<Failure>(&outcome)) throw Failure(*failure);
  return std::get<Result>(std::move(outcome));
}

}  // namespace memvol
