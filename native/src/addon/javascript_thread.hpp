// JavaScript's thread, as seen from the others: they have functions called on it, without a
// thread of libuv's pool.
// Threading: post() on any thread, the rest on JavaScript's.
// Lifetime: one for each environment, shared by whoever may post. What is posted after the
// environment has begun to be torn down is dropped.
#pragma once

#include <napi.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>

namespace memvol::addon {

class JavaScriptThread {
 public:
  using Function = std::function<void(Napi::Env)>;

  explicit JavaScriptThread(Napi::Env env);

  // In the order in which they are posted.
  void post(Function function);

  // While more was expected than has arrived, the process does not end by itself.
  void expect(Napi::Env env);
  void arrived(Napi::Env env);

 private:
  static void call(Napi::Env env, Napi::Function, void*, Function* function);
  void close();

  using Channel = Napi::TypedThreadSafeFunction<void, Function, call>;

  std::mutex mutex_;
  Channel channel_;
  bool closed_ = false;
  std::size_t expected_ = 0;
};

}  // namespace memvol::addon
