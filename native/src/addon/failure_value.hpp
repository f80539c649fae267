// Native failures as JavaScript errors with `code`, `operation` and `errno` (NativeFailure in
// src/binding/native.ts).
#pragma once

#include <napi.h>

#include "base/failure.hpp"

namespace memvol::addon {

inline Napi::Error failure_value(Napi::Env env, const Failure& failure) {
  auto error = Napi::Error::New(env, failure.what());
  error.Set("code", Napi::String::New(env, failure.code()));
  error.Set("operation", Napi::String::New(env, failure.operation()));
  error.Set("errno", Napi::Number::New(env, failure.number()));
  return error;
}

// Runs `action` on JavaScript's thread; a Failure becomes a thrown JavaScript error.
template <class Action>
auto throwing(Napi::Env env, Action action) {
  try {
    return action();
  } catch (const Failure& failure) {
    throw failure_value(env, failure);
  }
}

}  // namespace memvol::addon
