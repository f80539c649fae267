// The addon's exports: NativeBinding in src/binding/native.ts.
#include <napi.h>

#include "addon/addon_data.hpp"
#include "addon/device_object.hpp"
#include "addon/file_functions.hpp"
#include "addon/lock_object.hpp"
#include "addon/run_object.hpp"
#include "addon/session_object.hpp"
#include "addon/watch_object.hpp"
#include "fabric/fabric_failure.hpp"

namespace memvol::addon {

namespace {

Napi::Value build_info(const Napi::CallbackInfo& info) {
  auto value = Napi::Object::New(info.Env());
  value.Set("libfabric", fabric::library_version());
  value.Set("compiler", __VERSION__);
  return value;
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  auto* data = new AddonData();
  env.SetInstanceData(data);
  data->thread = std::make_shared<JavaScriptThread>(env);
  data->device_class = Napi::Persistent(DeviceObject::define(env));
  data->session_class = Napi::Persistent(SessionObject::define(env));
  data->ready_run_class = Napi::Persistent(ReadyRunObject::define(env));
  data->run_class = Napi::Persistent(RunObject::define(env));
  data->lock_class = Napi::Persistent(LockObject::define(env));
  data->watch_class = Napi::Persistent(WatchObject::define(env));
  exports.Set("buildInfo", Napi::Function::New<build_info>(env));
  exports.Set("openDevice", Napi::Function::New<DeviceObject::open>(env));
  exports.Set("connect", Napi::Function::New<SessionObject::connect>(env));
  exports.Set("prepareRun", Napi::Function::New<ReadyRunObject::prepare>(env));
  exports.Set("lockDirectory", Napi::Function::New<LockObject::lock>(env));
  exports.Set("dataExtents", Napi::Function::New<data_extents>(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(memvol, initialize)

}  // namespace memvol::addon
