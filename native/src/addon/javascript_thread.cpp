#include "addon/javascript_thread.hpp"

#include <utility>

namespace memvol::addon {

JavaScriptThread::JavaScriptThread(Napi::Env env)
    : channel_(Channel::New(env, "memvol answers", 0, 1)) {
  channel_.Unref(env);
  // Hooks are called in the reverse order of their making: this one before Node's own, which
  // frees the channel.
  env.AddCleanupHook([this] { close(); });
}

void JavaScriptThread::call(Napi::Env env, Napi::Function, void*, Function* function) {
  const std::unique_ptr<Function> owned(function);
  // Without an environment JavaScript is shutting down.
  if (env != nullptr) (*owned)(env);
}

void JavaScriptThread::post(Function function) {
  auto owned = std::make_unique<Function>(std::move(function));
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  if (channel_.NonBlockingCall(owned.get()) == napi_ok) static_cast<void>(owned.release());
}

void JavaScriptThread::expect(Napi::Env env) {
  if (expected_++ == 0) channel_.Ref(env);
}

void JavaScriptThread::arrived(Napi::Env env) {
  if (--expected_ == 0) channel_.Unref(env);
}

void JavaScriptThread::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  channel_.Release();
}

}  // namespace memvol::addon
