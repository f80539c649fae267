// NativeWatch: a subscription to what is observed on a volume, for JavaScript.
// Threading: JavaScript's thread; take() locks for as long as a swap takes.
#pragma once

#include <napi.h>

#include <memory>

#include "observer/watch.hpp"

namespace memvol::addon {

class WatchObject : public Napi::ObjectWrap<WatchObject> {
 public:
  static Napi::Function define(Napi::Env env);
  static Napi::Value wrap(Napi::Env env, std::shared_ptr<observer::Watch> watch);

  explicit WatchObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value take(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  std::shared_ptr<observer::Watch> watch_;
};

}  // namespace memvol::addon
