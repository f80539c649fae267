#include "addon/run_spec.hpp"

#include <cstdint>
#include <string>

#include "addon/contents_values.hpp"
#include "addon/flow_values.hpp"
#include "addon/observation_values.hpp"
#include "addon/pattern_values.hpp"
#include "addon/values.hpp"

namespace memvol::addon {

bench::ByDirection<std::uint64_t> get_directions(const Napi::Object& from, const char* key) {
  const auto directions = from.Get(key).As<Napi::Object>();
  return {get_count(directions, "read"), get_count(directions, "write"),
          get_count(directions, "trim")};
}

bench::ByDirection<bool> get_direction_flags(const Napi::Object& directions) {
  return {get_flag(directions, "read"), get_flag(directions, "write"),
          get_flag(directions, "trim")};
}

namespace {

// Four numbers for each operation: direction, offset, length, and when it is due.
std::vector<bench::ReplayEntry> get_replay(const Napi::Float64Array& numbers) {
  constexpr std::size_t kNumbers = 4;
  std::vector<bench::ReplayEntry> entries(numbers.ElementLength() / kNumbers);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const double* const entry = numbers.Data() + kNumbers * i;
    const auto place = static_cast<std::size_t>(entry[0]) % bench::kDirections.size();
    entries[i] = {.direction = bench::kDirections[place],
                  .offset_bytes = static_cast<std::uint64_t>(entry[1]),
                  .length_bytes = static_cast<std::uint64_t>(entry[2]),
                  .due_ns = static_cast<std::uint64_t>(entry[3])};
  }
  return entries;
}

bench::ThreadSpec get_thread(const Napi::Object& from) {
  bench::ThreadSpec thread;
  const auto connection = from.Get("connection");
  if (connection.IsObject()) {
    const auto object = connection.As<Napi::Object>();
    thread.connection =
        bench::Connection{.address = get_address(object.Get("address").As<Napi::Object>()),
                          .ticket = ticket_bytes(from.Env(), get_string(object, "ticket"))};
  }
  bool lossless = false;
  thread.seed = from.Get("seed").As<Napi::BigInt>().Uint64Value(&lossless);
  thread.offset_bytes = get_count(from, "offsetBytes");
  const auto cpus = from.Get("cpus").As<Napi::Array>();
  for (std::uint32_t i = 0; i < cpus.Length(); ++i) {
    thread.cpus.push_back(cpus.Get(i).As<Napi::Number>().Uint32Value());
  }
  if (from.Get("replay").IsTypedArray()) {
    thread.replay = get_replay(from.Get("replay").As<Napi::Float64Array>());
  }
  return thread;
}

bench::EngineKind get_engine(const std::string& name) {
  if (name == "null") return bench::EngineKind::kNull;
  return name == "file" ? bench::EngineKind::kFile : bench::EngineKind::kFabric;
}

bench::JobSpec get_job(const Napi::Object& from) {
  bench::JobSpec job;
  job.engine = get_engine(get_string(from, "engine"));
  if (from.Get("file").IsObject()) {
    const auto file = from.Get("file").As<Napi::Object>();
    job.file = {.path = get_string(file, "path"), .direct = get_flag(file, "direct")};
  }
  job.pattern = get_pattern(from.Get("pattern").As<Napi::Object>());
  job.offset_bytes = get_count(from, "offsetBytes");
  job.size_bytes = get_count(from, "sizeBytes");
  job.io_size_bytes = get_count(from, "ioSizeBytes");
  job.number_ios = get_count(from, "numberIos");
  job.runtime_ns = get_count(from, "runtimeNs");
  job.ramp_ns = get_count(from, "rampNs");
  job.iodepth = static_cast<std::uint32_t>(get_count(from, "iodepth"));
  job.rates = get_rates(from.Get("rates").As<Napi::Object>());
  job.buffers = get_buffers(from.Get("buffers").As<Napi::Object>());
  job.verify = get_verify(from.Get("verify").As<Napi::Object>());
  job.replay_timed = get_flag(from, "replayTimed");
  if (from.Get("atomic").IsString()) {
    const bool adds = get_string(from, "atomic") == "fetch_add";
    job.atomic = adds ? atomics::Kind::kFetchAdd : atomics::Kind::kCompareSwap;
  }
  job.flow = get_flow(from.Get("flow").As<Napi::Object>());
  job.notify = get_notify_options(from);
  const auto threads = from.Get("threads").As<Napi::Array>();
  for (std::uint32_t i = 0; i < threads.Length(); ++i) {
    job.threads.push_back(get_thread(threads.Get(i).As<Napi::Object>()));
  }
  return job;
}

}  // namespace

bench::RunSpec get_run_spec(const Napi::Object& from) {
  bench::RunSpec spec;
  spec.spin_ns = get_count(from, "spinNs");
  spec.operation_timeout_ns = get_count(from, "operationTimeoutNs");
  const auto jobs = from.Get("jobs").As<Napi::Array>();
  for (std::uint32_t i = 0; i < jobs.Length(); ++i) {
    spec.jobs.push_back(get_job(jobs.Get(i).As<Napi::Object>()));
  }
  return spec;
}

}  // namespace memvol::addon
