#include "addon/file_functions.hpp"

#include <string>
#include <vector>

#include "addon/promise_worker.hpp"
#include "addon/values.hpp"
#include "base/data_extents.hpp"

namespace memvol::addon {

namespace {

Napi::Value extents_value(Napi::Env env, std::vector<DataExtent>& extents) {
  auto list = Napi::Array::New(env, extents.size());
  for (std::size_t i = 0; i < extents.size(); ++i) {
    auto value = Napi::Object::New(env);
    value.Set("offsetBytes", number(env, extents[i].offset_bytes));
    value.Set("lengthBytes", number(env, extents[i].length_bytes));
    list.Set(static_cast<std::uint32_t>(i), value);
  }
  return list;
}

}  // namespace

Napi::Value data_extents(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::vector<DataExtent>>::start(
      info.Env(),
      [path = info[0].As<Napi::String>().Utf8Value()] { return memvol::data_extents(path); },
      extents_value);
}

}  // namespace memvol::addon
