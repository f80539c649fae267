// NativeRun: a bench::Run for JavaScript.
// Threading: snapshot and stop on JavaScript's thread (both quick); finished waits on a thread of
// libuv's pool, of which a run thus takes one for its whole time.
#pragma once

#include <napi.h>

#include <memory>

#include "bench/run.hpp"

namespace memvol::addon {

class RunObject : public Napi::ObjectWrap<RunObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // startRun(spec): Promise<NativeRun>
  static Napi::Value start(const Napi::CallbackInfo& info);

  explicit RunObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value snapshot(const Napi::CallbackInfo& info);
  Napi::Value stop(const Napi::CallbackInfo& info);
  Napi::Value finished(const Napi::CallbackInfo& info);

  std::shared_ptr<bench::Run> run_;
};

}  // namespace memvol::addon
