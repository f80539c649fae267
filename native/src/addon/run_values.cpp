#include "addon/run_values.hpp"

#include <cstdint>
#include <vector>

#include "addon/failure_value.hpp"
#include "addon/values.hpp"

namespace memvol::addon {

namespace {

// Any range of counts as a Float64Array: exact up to 2^53.
template <class Range>
Napi::Float64Array doubles(Napi::Env env, const Range& values) {
  auto array = Napi::Float64Array::New(env, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) array[i] = static_cast<double>(values[i]);
  return array;
}

template <class Item, class Convert>
Napi::Array list(Napi::Env env, const std::vector<Item>& items, Convert convert) {
  auto array = Napi::Array::New(env, items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    array.Set(static_cast<std::uint32_t>(i), convert(env, items[i]));
  }
  return array;
}

template <class Item, class Convert>
void set_directions(Napi::Env env, Napi::Object& value, const bench::ByDirection<Item>& directions,
                    Convert convert) {
  value.Set("read", convert(env, directions.read));
  value.Set("write", convert(env, directions.write));
  value.Set("trim", convert(env, directions.trim));
}

Napi::Object latency_snapshot(Napi::Env env, const bench::LatencySnapshot& latency) {
  auto value = Napi::Object::New(env);
  value.Set("count", number(env, latency.count));
  value.Set("maxNs", number(env, latency.max_ns));
  value.Set("percentilesNs", doubles(env, latency.percentiles_ns));
  value.Set("buckets", doubles(env, latency.buckets));
  return value;
}

Napi::Object direction_snapshot(Napi::Env env, const bench::DirectionSnapshot& direction) {
  auto interval = latency_snapshot(env, direction.interval.latency);
  interval.Set("operations", number(env, direction.interval.operations));
  interval.Set("bytes", number(env, direction.interval.bytes));
  interval.Set("lengthNs", number(env, direction.interval.length_ns));
  auto value = Napi::Object::New(env);
  value.Set("operations", number(env, direction.operations));
  value.Set("bytes", number(env, direction.bytes));
  value.Set("errors", number(env, direction.errors));
  value.Set("total", latency_snapshot(env, direction.total));
  value.Set("interval", interval);
  return value;
}

Napi::Object job_snapshot(Napi::Env env, const bench::JobSnapshot& job) {
  auto value = Napi::Object::New(env);
  set_directions(env, value, job.directions, direction_snapshot);
  value.Set("inFlight", number(env, job.in_flight));
  value.Set("threadsRunning", number(env, job.threads_running));
  value.Set("threadsFailed", number(env, job.threads_failed));
  value.Set("ramping", Napi::Boolean::New(env, job.ramping));
  return value;
}

Napi::Object latency_result(Napi::Env env, const bench::LatencyResult& latency) {
  const auto& moments = latency.moments;
  auto value = Napi::Object::New(env);
  value.Set("count", number(env, moments.count));
  value.Set("minNs", number(env, moments.min_ns));
  value.Set("maxNs", number(env, moments.max_ns));
  value.Set("meanNs", Napi::Number::New(env, moments.mean_ns));
  value.Set("stddevNs", Napi::Number::New(env, moments.stddev_ns));
  value.Set("histogram",
            Napi::Buffer<char>::Copy(env, reinterpret_cast<const char*>(latency.histogram.data()),
                                     latency.histogram.size()));
  return value;
}

Napi::Object direction_result(Napi::Env env, const bench::DirectionResult& direction) {
  auto value = Napi::Object::New(env);
  value.Set("operations", number(env, direction.operations));
  value.Set("bytes", number(env, direction.bytes));
  value.Set("errors", number(env, direction.errors));
  value.Set("service", latency_result(env, direction.service));
  value.Set("response", latency_result(env, direction.response));
  value.Set("lateStarts", number(env, direction.late_starts));
  value.Set("droppedArrivals", number(env, direction.dropped_arrivals));
  value.Set("startDelayNsMax", number(env, direction.start_delay_max_ns));
  return value;
}

Napi::Object verify_result(Napi::Env env, const bench::VerifyResult& verified) {
  auto findings = Napi::Array::New(env, verified.findings.size());
  for (std::uint32_t i = 0; i < verified.findings.size(); ++i) {
    findings.Set(i, Napi::String::New(env, verified.findings[i]));
  }
  auto value = Napi::Object::New(env);
  value.Set("operations", number(env, verified.operations));
  value.Set("bytes", number(env, verified.bytes));
  value.Set("errors", number(env, verified.errors));
  value.Set("findings", findings);
  return value;
}

Napi::Object thread_result(Napi::Env env, const bench::ThreadResult& thread) {
  auto switches = Napi::Object::New(env);
  switches.Set("voluntary", number(env, thread.usage.voluntary_switches));
  switches.Set("involuntary", number(env, thread.usage.involuntary_switches));
  auto value = Napi::Object::New(env);
  set_directions(env, value, thread.directions, direction_result);
  value.Set("runtimeNs", number(env, thread.runtime_ns));
  value.Set("userCpuNs", number(env, thread.usage.user_cpu_ns));
  value.Set("systemCpuNs", number(env, thread.usage.system_cpu_ns));
  value.Set("contextSwitches", switches);
  if (thread.depth_found) value.Set("depthFound", Napi::Number::New(env, *thread.depth_found));
  if (thread.verified) value.Set("verified", verify_result(env, *thread.verified));
  if (thread.failure) value.Set("failure", failure_value(env, *thread.failure).Value());
  return value;
}

Napi::Object interval_direction(Napi::Env env, const bench::IntervalDirection& direction) {
  auto value = Napi::Object::New(env);
  value.Set("operations", number(env, direction.operations));
  value.Set("bytes", number(env, direction.bytes));
  value.Set("percentilesNs", doubles(env, direction.percentiles_ns));
  value.Set("maxNs", number(env, direction.max_ns));
  return value;
}

Napi::Object interval_value(Napi::Env env, const bench::Interval& interval) {
  auto value = Napi::Object::New(env);
  set_directions(env, value, interval.directions, interval_direction);
  value.Set("endNs", number(env, interval.end_ns));
  value.Set("lengthNs", number(env, interval.length_ns));
  return value;
}

// Pairs of a display bucket and its count.
Napi::Float64Array heat_cells(Napi::Env env, const std::vector<bench::HeatCell>& cells) {
  auto array = Napi::Float64Array::New(env, 2 * cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    array[2 * i] = cells[i].bucket;
    array[2 * i + 1] = static_cast<double>(cells[i].count);
  }
  return array;
}

Napi::Object heat_column(Napi::Env env, const bench::HeatColumn& column) {
  auto value = Napi::Object::New(env);
  set_directions(env, value, column.cells, heat_cells);
  value.Set("endNs", number(env, column.end_ns));
  value.Set("lengthNs", number(env, column.length_ns));
  return value;
}

Napi::Object job_result(Napi::Env env, const bench::JobResult& job) {
  auto value = Napi::Object::New(env);
  value.Set("threads", list(env, job.threads, thread_result));
  value.Set("intervals", list(env, job.intervals, interval_value));
  value.Set("heat", list(env, job.heat, heat_column));
  return value;
}

}  // namespace

Napi::Object snapshot_value(Napi::Env env, const bench::RunSnapshot& snapshot) {
  auto value = Napi::Object::New(env);
  value.Set("elapsedNs", number(env, snapshot.elapsed_ns));
  value.Set("intervalsCompleted", number(env, snapshot.intervals_completed));
  value.Set("jobs", list(env, snapshot.jobs, job_snapshot));
  return value;
}

Napi::Object result_value(Napi::Env env, const bench::RunResult& result) {
  auto value = Napi::Object::New(env);
  value.Set("elapsedNs", number(env, result.elapsed_ns));
  value.Set("jobs", list(env, result.jobs, job_result));
  return value;
}

}  // namespace memvol::addon
