#include "addon/watch_object.hpp"

#include "addon/addon_data.hpp"
#include "addon/observation_values.hpp"

namespace memvol::addon {

using SharedWatch = std::shared_ptr<observer::Watch>;

Napi::Function WatchObject::define(Napi::Env env) {
  return DefineClass(
      env, "NativeWatch",
      {InstanceMethod<&WatchObject::take>("take"), InstanceMethod<&WatchObject::close>("close")});
}

Napi::Value WatchObject::wrap(Napi::Env env, SharedWatch watch) {
  return AddonData::of(env).watch_class.New({Napi::External<SharedWatch>::New(env, &watch)});
}

WatchObject::WatchObject(const Napi::CallbackInfo& info)
    : ObjectWrap(info), watch_(*info[0].As<Napi::External<SharedWatch>>().Data()) {}

Napi::Value WatchObject::take(const Napi::CallbackInfo& info) {
  return watch_batch_value(info.Env(), watch_ ? watch_->take() : observer::Watch::Batch{});
}

Napi::Value WatchObject::close(const Napi::CallbackInfo& info) {
  watch_.reset();
  return info.Env().Undefined();
}

}  // namespace memvol::addon
