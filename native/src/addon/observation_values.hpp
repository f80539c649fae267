// What is observed, between JavaScript and C++: src/binding/native-observation.ts.
#pragma once

#include <napi.h>

#include <vector>

#include "client/notify_options.hpp"
#include "observation/geometry.hpp"
#include "observation/mode.hpp"
#include "observation/record.hpp"
#include "observer/observer.hpp"

namespace memvol::addon {

observation::Mode get_mode(const Napi::Object& from);
const char* mode_name(observation::Mode mode);
client::NotifyOptions get_notify_options(const Napi::Object& from);
observer::ObserverOptions get_observer_options(const Napi::Object& from);
observation::Extent get_extent(const Napi::Object& from);
std::vector<observation::Record> get_records(const Napi::Array& from);

Napi::Array extents_value(Napi::Env env, const std::vector<observation::Extent>& extents);
Napi::Object traffic_value(Napi::Env env, const observer::Traffic& traffic);
Napi::Object volume_statistics_value(Napi::Env env, const observer::VolumeStatistics& statistics);
Napi::Object scan_value(Napi::Env env, const observer::ScanResult& result);
Napi::Object watch_batch_value(Napi::Env env, const observer::Watch::Batch& batch);

}  // namespace memvol::addon
