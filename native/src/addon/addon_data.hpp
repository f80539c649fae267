// The addon's state, one for each JavaScript environment (worker threads have their own).
#pragma once

#include <napi.h>

namespace memvol::addon {

struct AddonData {
  Napi::FunctionReference device_class;
  Napi::FunctionReference session_class;
  Napi::FunctionReference run_class;
  Napi::FunctionReference lock_class;
  Napi::FunctionReference watch_class;

  static AddonData& of(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }
};

}  // namespace memvol::addon
