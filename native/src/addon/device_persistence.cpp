// DeviceObject's methods about persistence: NativePersistence in src/binding/native-persistence.ts.
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "addon/device_object.hpp"
#include "addon/failure_value.hpp"
#include "addon/observation_values.hpp"
#include "addon/promise_answer.hpp"
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
          .epoch_min = get_count(from, "epochMin"),
          .durability = durability_of(from)};
}

using SharedDevice = std::shared_ptr<device::Device>;

// First `prepare`, which blocks, on a thread of the pool; then `start`, which is answered whenever
// the store has done it, and holds no thread.
template <class Result, class Prepare, class Start, class Convert>
Napi::Promise prepared_answer(Napi::Env env, const SharedDevice& device, const std::string& id,
                              Prepare prepare, Start start, Convert convert) {
  return PromiseWorker<Nothing>::start(
      env,
      [device, id, prepare] {
        prepare(*device, id);
        return Nothing{};
      },
      [device, id, start, convert](Napi::Env e, Nothing&) -> Napi::Value {
        return promise_answer<Result>(
            e, [&](Answer<Result> answer) { start(*device, id, std::move(answer)); }, convert);
      });
}

Napi::Value epoch_value(Napi::Env env, std::uint64_t epoch) { return number(env, epoch); }

void catch_up(device::Device& device, const std::string& id) { device.catch_up(id); }

Napi::Value verify_value(Napi::Env env, const persistence::VerifyResult& result) {
  auto value = Napi::Object::New(env);
  value.Set("bytesCompared", number(env, result.bytes_compared));
  value.Set("image", extents_value(env, result.image));
  value.Set("memory", extents_value(env, result.memory));
  return value;
}

}  // namespace

Napi::Value DeviceObject::create_backed_volume(const Napi::CallbackInfo& info) {
  return start_work(info.Env(), [device = device(info.Env()),
                                 volume = backed_volume_of(info[0].As<Napi::Object>())] {
    device->create_backed_volume(volume);
  });
}

Napi::Value DeviceObject::flush_volume(const Napi::CallbackInfo& info) {
  const auto start = [](device::Device& device, const std::string& id,
                        Answer<std::uint64_t> answer) {
    device.flush_volume(id, std::move(answer));
  };
  return prepared_answer<std::uint64_t>(info.Env(), device(info.Env()),
                                        info[0].As<Napi::String>().Utf8Value(), catch_up, start,
                                        epoch_value);
}

Napi::Value DeviceObject::retire_volume(const Napi::CallbackInfo& info) {
  const auto prepare = [](device::Device& device, const std::string& id) {
    device.end_writing(id);
  };
  const auto start = [](device::Device& device, const std::string& id,
                        Answer<std::uint64_t> answer) {
    device.retire_volume(id, std::move(answer));
  };
  return prepared_answer<std::uint64_t>(info.Env(), device(info.Env()),
                                        info[0].As<Napi::String>().Utf8Value(), prepare, start,
                                        epoch_value);
}

Napi::Value DeviceObject::set_durability(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  throwing(env, [&] {
    device(env)->set_durability(info[0].As<Napi::String>().Utf8Value(),
                                durability_of(info[1].As<Napi::Object>()));
  });
  return env.Undefined();
}

Napi::Value DeviceObject::persist_volume(const Napi::CallbackInfo& info) {
  const auto start = [in_full = info[1].As<Napi::Boolean>().Value()](device::Device& device,
                                                                     const std::string& id,
                                                                     Answer<std::uint64_t> answer) {
    device.persist_volume(id, in_full, std::move(answer));
  };
  return prepared_answer<std::uint64_t>(info.Env(), device(info.Env()),
                                        info[0].As<Napi::String>().Utf8Value(), catch_up, start,
                                        epoch_value);
}

Napi::Value DeviceObject::verify_volume(const Napi::CallbackInfo& info) {
  const auto start = [extent = get_extent(info[1].As<Napi::Object>())](
                         device::Device& device, const std::string& id,
                         Answer<persistence::VerifyResult> answer) {
    device.verify_volume(id, extent, std::move(answer));
  };
  return prepared_answer<persistence::VerifyResult>(info.Env(), device(info.Env()),
                                                    info[0].As<Napi::String>().Utf8Value(),
                                                    catch_up, start, verify_value);
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
  if (status.stall) value.Set("stall", *status.stall);
  if (status.persist_time) {
    value.Set("persistNs", number(env, static_cast<std::uint64_t>(status.persist_time->count())));
  }
  value.Set("scrubPasses", number(env, status.scrub.passes));
  value.Set("scrubbedBytes", number(env, status.scrub.bytes_compared));
  value.Set("damagedBytes", number(env, status.scrub.damaged_bytes));
  return value;
}

}  // namespace memvol::addon
