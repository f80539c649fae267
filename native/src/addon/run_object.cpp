#include "addon/run_object.hpp"

#include <utility>

#include "addon/addon_data.hpp"
#include "addon/promise_worker.hpp"
#include "addon/run_spec.hpp"
#include "addon/run_values.hpp"
#include "addon/values.hpp"
#include "bench/clock.hpp"
#include "bench/engine_factory.hpp"

namespace memvol::addon {

using SharedRun = std::shared_ptr<bench::Run>;

Napi::Function ReadyRunObject::define(Napi::Env env) {
  return DefineClass(env, "NativeReadyRun",
                     {InstanceMethod<&ReadyRunObject::start>("start"),
                      InstanceMethod<&ReadyRunObject::cancel>("cancel")});
}

Napi::Value ReadyRunObject::prepare(const Napi::CallbackInfo& info) {
  return PromiseWorker<SharedRun>::start(
      info.Env(),
      [spec = get_run_spec(info[0].As<Napi::Object>())] {
        return SharedRun(bench::Run::prepare(spec, bench::make_engine));
      },
      [](Napi::Env env, SharedRun& run) {
        return AddonData::of(env).ready_run_class.New({Napi::External<SharedRun>::New(env, &run)});
      });
}

ReadyRunObject::ReadyRunObject(const Napi::CallbackInfo& info)
    : ObjectWrap(info), run_(*info[0].As<Napi::External<SharedRun>>().Data()) {}

Napi::Value ReadyRunObject::start(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!run_) throw Napi::Error::New(env, "a run begins once");
  SharedRun run = std::move(run_);
  run->begin_at(info[0].IsUndefined() ? bench::now_ns() : get_word(info[0]));
  return AddonData::of(env).run_class.New({Napi::External<SharedRun>::New(env, &run)});
}

// The connections of its threads are ended before this resolves.
Napi::Value ReadyRunObject::cancel(const Napi::CallbackInfo& info) {
  return start_work(info.Env(), [run = std::move(run_)]() mutable { run.reset(); });
}

Napi::Function RunObject::define(Napi::Env env) {
  return DefineClass(
      env, "NativeRun",
      {InstanceMethod<&RunObject::snapshot>("snapshot"), InstanceMethod<&RunObject::stop>("stop"),
       InstanceMethod<&RunObject::finished>("finished")});
}

RunObject::RunObject(const Napi::CallbackInfo& info)
    : ObjectWrap(info), run_(*info[0].As<Napi::External<SharedRun>>().Data()) {}

Napi::Value RunObject::snapshot(const Napi::CallbackInfo& info) {
  return snapshot_value(info.Env(), run_->snapshot());
}

Napi::Value RunObject::stop(const Napi::CallbackInfo& info) {
  run_->stop();
  return info.Env().Undefined();
}

Napi::Value RunObject::finished(const Napi::CallbackInfo& info) {
  return PromiseWorker<bench::RunResult>::start(
      info.Env(), [run = run_] { return run->wait(); },
      [](Napi::Env env, bench::RunResult& result) { return result_value(env, result); });
}

}  // namespace memvol::addon
