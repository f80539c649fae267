// The addon's state, one for each JavaScript environment (worker threads have their own).
#pragma once

#include <napi.h>

#include <memory>

#include "addon/javascript_thread.hpp"

namespace memvol::addon {

struct AddonData {
  std::shared_ptr<JavaScriptThread> thread;
  Napi::FunctionReference device_class;
  Napi::FunctionReference session_class;
  Napi::FunctionReference ready_run_class;
  Napi::FunctionReference run_class;
  Napi::FunctionReference lock_class;
  Napi::FunctionReference watch_class;

  static AddonData& of(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }
};

}  // namespace memvol::addon
