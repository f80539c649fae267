// Plain values between JavaScript and C++. JavaScript's side is typed (src/binding/native.ts),
// so a value of another type is a bug there, and node-addon-api throws a TypeError for it.
#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/admission.hpp"
#include "fabric/address.hpp"

namespace memvol::addon {

inline std::string get_string(const Napi::Object& from, const char* key) {
  return from.Get(key).As<Napi::String>().Utf8Value();
}

// Byte counts and nanoseconds: whole numbers up to 2^53.
inline std::uint64_t get_count(const Napi::Object& from, const char* key) {
  return static_cast<std::uint64_t>(from.Get(key).As<Napi::Number>().Int64Value());
}

inline bool get_flag(const Napi::Object& from, const char* key) {
  return from.Get(key).As<Napi::Boolean>().Value();
}

inline Napi::Number number(Napi::Env env, std::uint64_t value) {
  return Napi::Number::New(env, static_cast<double>(value));
}

fabric::Address get_address(const Napi::Object& from);
Napi::Object address_value(Napi::Env env, const fabric::Address& address);

Rights get_rights(const Napi::Object& from);
Napi::Array rights_value(Napi::Env env, const Rights& rights);

// A word: as an unsigned number of 64 bits; from any, modulo 2^64.
Napi::BigInt word_value(Napi::Env env, std::uint64_t word);
std::uint64_t get_word(const Napi::Value& from);

// Tickets travel as base64url text through JavaScript and as bytes below.
std::string ticket_bytes(Napi::Env env, const std::string& text);
Napi::Value ticket_text(Napi::Env env, const std::string& bytes);

}  // namespace memvol::addon
