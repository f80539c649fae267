#include "addon/observation_values.hpp"

#include <array>
#include <chrono>
#include <string>

#include "addon/values.hpp"

namespace memvol::addon {

using observation::Extent;
using observation::Mode;
using observation::OperationType;
using observation::Phase;
using observation::Record;

namespace {

// In the order of the enumerations.
constexpr std::array kModeNames{"none", "hash", "immediate", "message", "scratch"};
constexpr std::array kTypeNames{"read", "write", "atomic"};
constexpr std::array kEventNames{"done", "announced", "found"};

template <class Enumeration, std::size_t N>
Enumeration enumerator(const std::array<const char*, N>& names, const std::string& name) {
  std::uint8_t value = 0;
  while (value + 1U < N && name != names[value]) ++value;
  return static_cast<Enumeration>(value);
}

double milliseconds(observer::SystemTime time) {
  return std::chrono::duration<double, std::milli>(time.time_since_epoch()).count();
}

template <class Counts>
Napi::Float64Array counts_value(Napi::Env env, const Counts& counts) {
  auto value = Napi::Float64Array::New(env, counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) value[i] = static_cast<double>(counts[i]);
  return value;
}

Napi::Object type_value(Napi::Env env, const observer::TypeStatistics& type) {
  auto value = Napi::Object::New(env);
  value.Set("operations", number(env, type.operations));
  value.Set("bytes", number(env, type.bytes));
  value.Set("sizes", counts_value(env, type.sizes));
  value.Set("lastSeenMs", Napi::Number::New(env, milliseconds(type.last_seen)));
  value.Set("operationsPerSecond", number(env, type.operations_per_second));
  value.Set("bytesPerSecond", number(env, type.bytes_per_second));
  return value;
}

Napi::Array named_traffic_value(Napi::Env env, const std::vector<observer::NamedTraffic>& all) {
  auto list = Napi::Array::New(env, all.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    auto value = Napi::Object::New(env);
    value.Set("name", all[i].name);
    value.Set("sessions", number(env, all[i].sessions));
    value.Set("traffic", traffic_value(env, all[i].traffic));
    list.Set(i, value);
  }
  return list;
}

Napi::Object cells_value(Napi::Env env, const std::vector<observer::Cell>& cells) {
  auto value = Napi::Object::New(env);
  for (std::size_t type = 0; type < kTypeNames.size(); ++type) {
    auto counts = Napi::Float64Array::New(env, cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      counts[i] = static_cast<double>(cells[i].operations[type]);
    }
    value.Set(kTypeNames[type], counts);
  }
  return value;
}

Napi::Array points_value(Napi::Env env, const std::vector<observer::PointStatistics>& points) {
  auto list = Napi::Array::New(env, points.size());
  for (std::uint32_t i = 0; i < points.size(); ++i) {
    auto value = Napi::Object::New(env);
    value.Set("name", points[i].name);
    value.Set("sinceMs", Napi::Number::New(env, milliseconds(points[i].since)));
    value.Set("dirtyRegions", number(env, points[i].dirty_regions));
    list.Set(i, value);
  }
  return list;
}

void set_extent(const Napi::Object& value, const Extent& extent) {
  value.Set("offsetBytes", number(value.Env(), extent.offset_bytes));
  value.Set("lengthBytes", number(value.Env(), extent.length_bytes));
}

Napi::Object event_value(Napi::Env env, const observer::Event& event) {
  auto value = Napi::Object::New(env);
  value.Set("kind", kEventNames[static_cast<std::size_t>(event.kind)]);
  value.Set("type", kTypeNames[static_cast<std::size_t>(event.type)]);
  value.Set("timeMs", Napi::Number::New(env, milliseconds(event.time)));
  set_extent(value, event.extent);
  value.Set("operations", number(env, event.operations));
  value.Set("bytes", number(env, event.bytes));
  value.Set("sessionId", event.session ? event.session->session_id : "");
  value.Set("client", event.session ? event.session->client : "");
  return value;
}

Record get_record(const Napi::Object& from) {
  return {.type = enumerator<OperationType>(kTypeNames, get_string(from, "type")),
          .phase = get_string(from, "phase") == "before" ? Phase::kBefore : Phase::kAfter,
          .operations = static_cast<std::uint32_t>(get_count(from, "operations")),
          .extent = get_extent(from),
          .bytes = get_count(from, "bytes")};
}

}  // namespace

Mode get_mode(const Napi::Object& from) {
  return enumerator<Mode>(kModeNames, get_string(from, "observe"));
}

const char* mode_name(Mode mode) { return kModeNames[static_cast<std::size_t>(mode)]; }

client::NotifyOptions get_notify_options(const Napi::Object& from) {
  constexpr std::array kWhenNames{"before", "after", "both"};
  const auto notify = from.Get("notify").As<Napi::Object>();
  client::NotifyOptions options;
  options.when = enumerator<client::Phases>(kWhenNames, get_string(notify, "when"));
  options.batch = static_cast<std::uint32_t>(get_count(notify, "batch"));
  options.out_of_band = get_flag(notify, "outOfBand");
  return options;
}

observer::ObserverOptions get_observer_options(const Napi::Object& from) {
  const auto options = from.Get("observer").As<Napi::Object>();
  return {.hash_interval = std::chrono::nanoseconds(get_count(options, "hashIntervalNs")),
          .hash_share = static_cast<double>(get_count(options, "hashCpuPercent")) / 100,
          .silence_timeout = std::chrono::nanoseconds(get_count(options, "silenceTimeoutNs"))};
}

Extent get_extent(const Napi::Object& from) {
  return {.offset_bytes = get_count(from, "offsetBytes"),
          .length_bytes = get_count(from, "lengthBytes")};
}

std::vector<Record> get_records(const Napi::Array& from) {
  std::vector<Record> records;
  records.reserve(from.Length());
  for (std::uint32_t i = 0; i < from.Length(); ++i) {
    records.push_back(get_record(from.Get(i).As<Napi::Object>()));
  }
  return records;
}

Napi::Array extents_value(Napi::Env env, const std::vector<Extent>& extents) {
  auto list = Napi::Array::New(env, extents.size());
  for (std::uint32_t i = 0; i < extents.size(); ++i) {
    auto value = Napi::Object::New(env);
    set_extent(value, extents[i]);
    list.Set(i, value);
  }
  return list;
}

Napi::Object traffic_value(Napi::Env env, const observer::Traffic& traffic) {
  auto value = Napi::Object::New(env);
  for (std::size_t type = 0; type < kTypeNames.size(); ++type) {
    value.Set(kTypeNames[type], type_value(env, traffic[type]));
  }
  return value;
}

Napi::Object volume_statistics_value(Napi::Env env, const observer::VolumeStatistics& statistics) {
  auto value = Napi::Object::New(env);
  value.Set("traffic", traffic_value(env, statistics.traffic));
  value.Set("bytesEstimated", statistics.bytes_estimated);
  value.Set("clients", named_traffic_value(env, statistics.clients));
  value.Set("interfaces", named_traffic_value(env, statistics.interfaces));
  value.Set("cells", cells_value(env, statistics.cells));
  value.Set("cellRegions", number(env, statistics.cell_regions));
  value.Set("cellsDirty", counts_value(env, statistics.cells_dirty));
  value.Set("points", points_value(env, statistics.points));
  value.Set("refused", number(env, statistics.refused));
  value.Set("regionsHashed", number(env, statistics.regions_hashed));
  value.Set("regionsFoundChanged", number(env, statistics.regions_found_changed));
  value.Set("memoryBytes", number(env, statistics.memory_bytes));
  return value;
}

Napi::Object scan_value(Napi::Env env, const observer::ScanResult& result) {
  auto value = Napi::Object::New(env);
  value.Set("bytesHashed", number(env, result.bytes_hashed));
  value.Set("changed", extents_value(env, result.changed));
  return value;
}

Napi::Object watch_batch_value(Napi::Env env, const observer::Watch::Batch& batch) {
  auto events = Napi::Array::New(env, batch.events.size());
  for (std::uint32_t i = 0; i < batch.events.size(); ++i) {
    events.Set(i, event_value(env, batch.events[i]));
  }
  auto value = Napi::Object::New(env);
  value.Set("events", events);
  value.Set("operationsMissed", number(env, batch.operations_missed));
  return value;
}

}  // namespace memvol::addon
