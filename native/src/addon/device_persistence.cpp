// DeviceObject's methods about persistence: NativePersistence in src/binding/native-persistence.ts.
#include <chrono>
#include <string>

#include "addon/device_object.hpp"
#include "addon/failure_value.hpp"
#include "addon/promise_worker.hpp"
#include "addon/values.hpp"

namespace memvol::addon {

namespace {

persistence::DurabilityMode mode_of(const std::string& name) {
  if (name == "sync") return persistence::DurabilityMode::kSync;
  return name == "async" ? persistence::DurabilityMode::kAsync
                         : persistence::DurabilityMode::kBarrier;
}

persistence::DurabilityOptions durability_of(const Napi::Object& from) {
  return {.mode = mode_of(get_string(from, "mode")),
          .interval = std::chrono::nanoseconds(get_count(from, "intervalNs")),
          .dirty_bytes_max = get_count(from, "dirtyBytesMax")};
}

device::BackedVolume backed_volume_of(const Napi::Object& from) {
  return {.id = get_string(from, "id"),
          .name = get_string(from, "name"),
          .size_bytes = get_count(from, "sizeBytes"),
          .page_size =
              get_flag(from, "hugePages") ? memory::PageSize::kHuge : memory::PageSize::kStandard,
          .region_size_bytes = get_count(from, "regionSizeBytes"),
          .directory = get_string(from, "directory"),
          .recover = get_flag(from, "recover"),
          .durability = durability_of(from)};
}

Napi::Value epoch_value(Napi::Env env, std::uint64_t& epoch) { return number(env, epoch); }

}  // namespace

Napi::Value DeviceObject::create_backed_volume(const Napi::CallbackInfo& info) {
  return start_work(info.Env(), [device = device(info.Env()),
                                 volume = backed_volume_of(info[0].As<Napi::Object>())] {
    device->create_backed_volume(volume);
  });
}

Napi::Value DeviceObject::flush_volume(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::uint64_t>::start(
      info.Env(),
      [device = device(info.Env()), id = info[0].As<Napi::String>().Utf8Value()] {
        return device->flush_volume(id);
      },
      epoch_value);
}

Napi::Value DeviceObject::retire_volume(const Napi::CallbackInfo& info) {
  return PromiseWorker<std::uint64_t>::start(
      info.Env(),
      [device = device(info.Env()), id = info[0].As<Napi::String>().Utf8Value()] {
        return device->retire_volume(id);
      },
      epoch_value);
}

Napi::Value DeviceObject::durability(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  const auto status = throwing(
      env, [&] { return device(env)->durability(info[0].As<Napi::String>().Utf8Value()); });
  auto value = Napi::Object::New(env);
  value.Set("durableEpoch", number(env, status.durable_epoch));
  value.Set("dirtyBytes", number(env, status.dirty_bytes));
  value.Set("journalBytes", number(env, status.log_bytes));
  if (status.failure) value.Set("failure", *status.failure);
  return value;
}

}  // namespace memvol::addon
