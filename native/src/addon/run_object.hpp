// NativeReadyRun and NativeRun: a bench::Run for JavaScript, before and after it has begun.
// Threading: start, snapshot and stop on JavaScript's thread (all quick); finished waits on a
// thread of libuv's pool, of which a run thus takes one for its whole time.
#pragma once

#include <napi.h>

#include <memory>

#include "bench/run.hpp"

namespace memvol::addon {

class ReadyRunObject : public Napi::ObjectWrap<ReadyRunObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // prepareRun(spec): Promise<NativeReadyRun>
  static Napi::Value prepare(const Napi::CallbackInfo& info);

  explicit ReadyRunObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value start(const Napi::CallbackInfo& info);
  Napi::Value cancel(const Napi::CallbackInfo& info);

  // Null once it was started or cancelled.
  std::shared_ptr<bench::Run> run_;
};

class RunObject : public Napi::ObjectWrap<RunObject> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit RunObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value snapshot(const Napi::CallbackInfo& info);
  Napi::Value stop(const Napi::CallbackInfo& info);
  Napi::Value finished(const Napi::CallbackInfo& info);

  std::shared_ptr<bench::Run> run_;
};

}  // namespace memvol::addon
