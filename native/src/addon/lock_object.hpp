// NativeLock: a a DirectoryLock for JavaScript.
#pragma once

#include <napi.h>

#include <optional>

#include "base/directory_lock.hpp"

namespace memvol::addon {

class LockObject : public Napi::ObjectWrap<LockObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // lockDirectory(path): NativeLock
  static Napi::Value lock(const Napi::CallbackInfo& info);

  explicit LockObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value release(const Napi::CallbackInfo& info);

  std::optional<DirectoryLock> lock_;
};

}  // namespace memvol::addon
