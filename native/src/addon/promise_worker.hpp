// Work that blocks, off JavaScript's thread, with a promise for its result. Not for work that
// waits for another of our threads: libuv's pool has four, which Node's own calls (files, names)
// need too; there promise_answer.hpp is for.
// Threading: `work` runs on a thread of libuv's pool, `convert` on JavaScript's thread.
// Lifetime: the worker deletes itself once the promise is settled; what `work` uses must be
// captured by value (shared pointers), since the JavaScript object may be collected meanwhile.
#pragma once

#include <napi.h>

#include <functional>
#include <optional>
#include <utility>

#include "addon/failure_value.hpp"
#include "base/answer.hpp"

namespace memvol::addon {

template <class Result>
class PromiseWorker : public Napi::AsyncWorker {
 public:
  using Work = std::function<Result()>;
  using Convert = std::function<Napi::Value(Napi::Env, Result&)>;

  static Napi::Promise start(Napi::Env env, Work work, Convert convert) {
    auto* worker = new PromiseWorker(env, std::move(work), std::move(convert));
    auto promise = worker->deferred_.Promise();
    worker->Queue();
    return promise;
  }

 private:
  PromiseWorker(Napi::Env env, Work work, Convert convert)
      : AsyncWorker(env),
        deferred_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        convert_(std::move(convert)) {}

  void Execute() override {
    try {
      result_.emplace(work_());
    } catch (const Failure& failure) {
      failure_.emplace(failure);
      SetError(failure.what());
    }
  }

  void OnOK() override { deferred_.Resolve(convert_(Env(), *result_)); }

  void OnError(const Napi::Error& error) override {
    deferred_.Reject(failure_ ? failure_value(Env(), *failure_).Value() : error.Value());
  }

  Napi::Promise::Deferred deferred_;
  Work work_;
  Convert convert_;
  std::optional<Result> result_;
  std::optional<Failure> failure_;
};

inline Napi::Promise start_work(Napi::Env env, std::function<void()> work) {
  return PromiseWorker<Nothing>::start(
      env,
      [work = std::move(work)] {
        work();
        return Nothing{};
      },
      [](Napi::Env e, Nothing&) { return e.Undefined(); });
}

}  // namespace memvol::addon
