#include "addon/lock_object.hpp"

#include "addon/addon_data.hpp"
#include "addon/failure_value.hpp"

namespace memvol::addon {

Napi::Function LockObject::define(Napi::Env env) {
  return DefineClass(env, "NativeLock", {InstanceMethod<&LockObject::release>("release")});
}

Napi::Value LockObject::lock(const Napi::CallbackInfo& info) {
  return AddonData::of(info.Env()).lock_class.New({info[0]});
}

LockObject::LockObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  throwing(info.Env(), [&] { lock_.emplace(info[0].As<Napi::String>().Utf8Value()); });
}

Napi::Value LockObject::release(const Napi::CallbackInfo& info) {
  lock_.reset();
  return info.Env().Undefined();
}

}  // namespace memvol::addon
