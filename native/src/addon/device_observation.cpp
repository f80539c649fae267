// DeviceObject's methods about observation: NativeObservation in src/binding/native-observation.ts.
#include <string>
#include <vector>

#include "addon/device_object.hpp"
#include "addon/observation_values.hpp"
#include "addon/promise_worker.hpp"
#include "addon/values.hpp"
#include "addon/watch_object.hpp"

namespace memvol::addon {

namespace {

std::string text(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].As<Napi::String>().Utf8Value();
}

}  // namespace

Napi::Value DeviceObject::has_immediates(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), device(info.Env())->has_immediates());
}

Napi::Value DeviceObject::volume_statistics(const Napi::CallbackInfo& info) {
  return PromiseWorker<observer::VolumeStatistics>::start(
      info.Env(),
      [device = device(info.Env()), volume = text(info, 0), since = text(info, 1)] {
        return device->observer().statistics(volume, since);
      },
      [](Napi::Env env, observer::VolumeStatistics& statistics) {
        return volume_statistics_value(env, statistics);
      });
}

Napi::Value DeviceObject::mark_point(const Napi::CallbackInfo& info) {
  return start_work(info.Env(),
                    [device = device(info.Env()), volume = text(info, 0), point = text(info, 1)] {
                      device->observer().mark_point(volume, point);
                    });
}

Napi::Value DeviceObject::unmark_point(const Napi::CallbackInfo& info) {
  return PromiseWorker<bool>::start(
      info.Env(),
      [device = device(info.Env()), volume = text(info, 0), point = text(info, 1)] {
        return device->observer().unmark_point(volume, point);
      },
      [](Napi::Env env, bool& existed) { return Napi::Boolean::New(env, existed); });
}

Napi::Value DeviceObject::dirty(const Napi::CallbackInfo& info) {
  using Extents = std::vector<observation::Extent>;
  return PromiseWorker<Extents>::start(
      info.Env(),
      [device = device(info.Env()), volume = text(info, 0), point = text(info, 1),
       take = info[2].As<Napi::Boolean>().Value()] {
        auto& observer = device->observer();
        return take ? observer.take(volume, point) : observer.dirty(volume, point);
      },
      [](Napi::Env env, Extents& extents) { return extents_value(env, extents); });
}

Napi::Value DeviceObject::scan(const Napi::CallbackInfo& info) {
  return PromiseWorker<observer::ScanResult>::start(
      info.Env(),
      [device = device(info.Env()), volume = text(info, 0),
       extent = get_extent(info[1].As<Napi::Object>())] {
        return device->observer().scan(volume, extent);
      },
      [](Napi::Env env, observer::ScanResult& result) { return scan_value(env, result); });
}

Napi::Value DeviceObject::notify(const Napi::CallbackInfo& info) {
  const auto records = get_records(info[1].As<Napi::Array>());
  const bool final = info[2].As<Napi::Boolean>().Value();
  return Napi::Boolean::New(info.Env(), device(info.Env())->notify(text(info, 0), records, final));
}

Napi::Value DeviceObject::watch(const Napi::CallbackInfo& info) {
  const auto events_max = static_cast<std::size_t>(info[1].As<Napi::Number>().Int64Value());
  return throwing(info.Env(), [&] {
    auto watch = device(info.Env())->observer().watch(text(info, 0), events_max);
    return WatchObject::wrap(info.Env(), std::move(watch));
  });
}

}  // namespace memvol::addon
