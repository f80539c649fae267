// DeviceObject's methods about observation: NativeObservation in src/binding/native-observation.ts.
#include <string>
#include <utility>

#include "addon/device_object.hpp"
#include "addon/observation_values.hpp"
#include "addon/promise_answer.hpp"
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
  return promise_answer<Nothing>(
      info.Env(),
      [&](Answer<Nothing> answer) {
        device(info.Env())->observer().mark_point(text(info, 0), text(info, 1), std::move(answer));
      },
      [](Napi::Env env, const Nothing&) { return env.Undefined(); });
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
  return promise_answer<observer::Extents>(
      info.Env(),
      [&](Answer<observer::Extents> answer) {
        auto& observer = device(info.Env())->observer();
        if (info[2].As<Napi::Boolean>().Value()) {
          observer.take(text(info, 0), text(info, 1), std::move(answer));
        } else {
          observer.dirty(text(info, 0), text(info, 1), std::move(answer));
        }
      },
      extents_value);
}

Napi::Value DeviceObject::scan(const Napi::CallbackInfo& info) {
  return promise_answer<observer::ScanResult>(
      info.Env(),
      [&](Answer<observer::ScanResult> answer) {
        device(info.Env())
            ->observer()
            .scan(text(info, 0), get_extent(info[1].As<Napi::Object>()), std::move(answer));
      },
      scan_value);
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
