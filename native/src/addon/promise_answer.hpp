// A promise for what another thread answers; no thread waits for that.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <utility>
#include <variant>

#include "addon/addon_data.hpp"
#include "addon/failure_value.hpp"
#include "base/answer.hpp"

namespace memvol::addon {

// On JavaScript's thread.
template <class Result, class Convert>
void settle(Napi::Env env, const Napi::Promise::Deferred& promise, Outcome<Result>& outcome,
            const Convert& convert) {
  if (const auto* failure = std::get_if<Failure>(&outcome)) {
    promise.Reject(failure_value(env, *failure).Value());
  } else {
    promise.Resolve(convert(env, std::get<Result>(outcome)));
  }
}

// `start` has something begun and gives the answer along; what it throws rejects the promise.
// `convert` makes a value of the result, on JavaScript's thread.
template <class Result, class Start, class Convert>
Napi::Promise promise_answer(Napi::Env env, Start start, Convert convert) {
  const auto promise = Napi::Promise::Deferred::New(env);
  const auto thread = AddonData::of(env).thread;
  const Answer<Result> answer = [thread, promise, convert](Outcome<Result> outcome) {
    thread->post([thread = thread.get(), promise, convert,
                  outcome = std::move(outcome)](Napi::Env e) mutable {
      thread->arrived(e);
      settle(e, promise, outcome, convert);
    });
  };
  try {
    start(answer);
  } catch (const Failure& failure) {
    answer(failure);
  }
  // Nothing arrives before this returns.
  thread->expect(env);
  return promise.Promise();
}

}  // namespace memvol::addon
