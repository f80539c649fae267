#include "addon/values.hpp"

namespace memvol::addon {

fabric::Address get_address(const Napi::Object& from) {
  return {.provider = get_string(from, "provider"),
          .host = get_string(from, "host"),
          .port = static_cast<std::uint16_t>(get_count(from, "port"))};
}

Napi::Object address_value(Napi::Env env, const fabric::Address& address) {
  auto value = Napi::Object::New(env);
  value.Set("provider", address.provider);
  value.Set("host", address.host);
  value.Set("port", Napi::Number::New(env, address.port));
  return value;
}

Rights get_rights(const Napi::Object& from) {
  Rights rights;
  const auto names = from.Get("rights").As<Napi::Array>();
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const auto name = names.Get(i).As<Napi::String>().Utf8Value();
    rights.read = rights.read || name == "read";
    rights.write = rights.write || name == "write";
    rights.atomic = rights.atomic || name == "atomic";
  }
  return rights;
}

Napi::Array rights_value(Napi::Env env, const Rights& rights) {
  auto names = Napi::Array::New(env);
  if (rights.read) names.Set(names.Length(), "read");
  if (rights.write) names.Set(names.Length(), "write");
  if (rights.atomic) names.Set(names.Length(), "atomic");
  return names;
}

Napi::BigInt word_value(Napi::Env env, std::uint64_t word) { return Napi::BigInt::New(env, word); }

std::uint64_t get_word(const Napi::Value& from) {
  bool lossless = false;
  return from.As<Napi::BigInt>().Uint64Value(&lossless);
}

std::string ticket_bytes(Napi::Env env, const std::string& text) {
  const auto buffer_class = env.Global().Get("Buffer").As<Napi::Object>();
  const auto from = buffer_class.Get("from").As<Napi::Function>();
  const auto bytes =
      from.Call(buffer_class, {Napi::String::New(env, text), Napi::String::New(env, "base64url")})
          .As<Napi::Buffer<char>>();
  return {bytes.Data(), bytes.Length()};
}

Napi::Value ticket_text(Napi::Env env, const std::string& bytes) {
  const auto buffer = Napi::Buffer<char>::Copy(env, bytes.data(), bytes.size());
  return buffer.Get("toString")
      .As<Napi::Function>()
      .Call(buffer, {Napi::String::New(env, "base64url")});
}

}  // namespace memvol::addon
