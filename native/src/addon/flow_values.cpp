#include "addon/flow_values.hpp"

#include <cstdint>

#include "addon/run_spec.hpp"
#include "addon/values.hpp"

namespace memvol::addon {

namespace {

std::uint32_t get_small(const Napi::Object& from, const char* key) {
  return from.Get(key).As<Napi::Number>().Uint32Value();
}

bench::Rate get_rate(const Napi::Object& from, const char* key) {
  const auto rate = from.Get(key).As<Napi::Object>();
  return {.per_second = get_count(rate, "perSecond"), .in_bytes = get_flag(rate, "inBytes")};
}

bench::ByDirection<bench::Rate> get_each(const Napi::Object& from, const char* key) {
  const auto rates = from.Get(key).As<Napi::Object>();
  return {get_rate(rates, "read"), get_rate(rates, "write"), get_rate(rates, "trim")};
}

bench::LatencyTarget get_latency_target(const Napi::Object& from) {
  return {.target_ns = get_count(from, "targetNs"),
          .window_ns = get_count(from, "windowNs"),
          .percentile = from.Get("percentile").As<Napi::Number>().DoubleValue(),
          .keeps_on = get_flag(from, "keepsOn")};
}

}  // namespace

bench::Rates get_rates(const Napi::Object& from) {
  return {.target = get_each(from, "target"),
          .poisson = get_flag(from, "poisson"),
          .least = get_each(from, "least"),
          .cycle_ns = get_count(from, "cycleNs")};
}

bench::Flow get_flow(const Napi::Object& from) {
  bench::Flow flow;
  flow.loops = get_small(from, "loops");
  flow.start_delay_min_ns = get_count(from, "startDelayNsMin");
  flow.start_delay_max_ns = get_count(from, "startDelayNsMax");
  if (from.Get("waitFor").IsNumber()) flow.wait_for = get_count(from, "waitFor");
  flow.group = get_count(from, "group");
  flow.ends_group = get_flag(from, "endsGroup");
  flow.ends_run = get_flag(from, "endsRun");
  flow.ends_all_on_error = get_flag(from, "endsAllOnError");
  flow.think_ns = get_count(from, "thinkNs");
  flow.think_after = get_count(from, "thinkAfter");
  flow.batch_submit = get_small(from, "batchSubmit");
  flow.batch_complete_min = get_small(from, "batchCompleteMin");
  flow.batch_complete_max = get_small(from, "batchCompleteMax");
  if (from.Get("depthLow").IsNumber()) flow.depth_low = get_small(from, "depthLow");
  flow.max_latency_ns = get_directions(from, "maxLatencyNs");
  flow.latency_target = get_latency_target(from.Get("latencyTarget").As<Napi::Object>());
  flow.serializes_overlap = get_flag(from, "serializesOverlap");
  flow.continues_on_error = get_direction_flags(from.Get("continuesOnError").As<Napi::Object>());
  return flow;
}

}  // namespace memvol::addon
