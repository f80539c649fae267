#include "addon/run_object.hpp"

#include "addon/addon_data.hpp"
#include "addon/promise_worker.hpp"
#include "addon/run_spec.hpp"
#include "addon/run_values.hpp"
#include "bench/engine_factory.hpp"

namespace memvol::addon {

using SharedRun = std::shared_ptr<bench::Run>;

Napi::Function RunObject::define(Napi::Env env) {
  return DefineClass(
      env, "NativeRun",
      {InstanceMethod<&RunObject::snapshot>("snapshot"), InstanceMethod<&RunObject::stop>("stop"),
       InstanceMethod<&RunObject::finished>("finished")});
}

Napi::Value RunObject::start(const Napi::CallbackInfo& info) {
  return PromiseWorker<SharedRun>::start(
      info.Env(),
      [spec = get_run_spec(info[0].As<Napi::Object>())] {
        return SharedRun(bench::Run::start(spec, bench::make_engine));
      },
      [](Napi::Env env, SharedRun& run) {
        return AddonData::of(env).run_class.New({Napi::External<SharedRun>::New(env, &run)});
      });
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
