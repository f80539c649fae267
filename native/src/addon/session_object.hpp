// NativeSession: a client::Session for JavaScript.
// Threading: one operation at a time; each runs off JavaScript's thread under the session's lock.
#pragma once

#include <napi.h>

#include <memory>

namespace memvol::addon {

struct SharedSession;

class SessionObject : public Napi::ObjectWrap<SessionObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // connect(options): Promise<NativeSession>
  static Napi::Value connect(const Napi::CallbackInfo& info);

  explicit SessionObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value length_bytes(const Napi::CallbackInfo& info);
  Napi::Value rights(const Napi::CallbackInfo& info);
  Napi::Value read(const Napi::CallbackInfo& info);
  Napi::Value write(const Napi::CallbackInfo& info);
  Napi::Value fetch_add(const Napi::CallbackInfo& info);
  Napi::Value compare_swap(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  std::shared_ptr<SharedSession> shared_;
};

}  // namespace memvol::addon
