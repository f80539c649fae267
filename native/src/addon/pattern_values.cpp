#include "addon/pattern_values.hpp"

#include <cstdint>
#include <optional>
#include <string>

#include "addon/run_spec.hpp"
#include "addon/values.hpp"

namespace memvol::addon {

namespace {

double get_number(const Napi::Object& from, const char* key) {
  return from.Get(key).As<Napi::Number>().DoubleValue();
}

bench::BlockSizes get_block_sizes(const Napi::Object& from) {
  bench::BlockSizes sizes{.min_bytes = get_count(from, "minBytes"),
                          .max_bytes = get_count(from, "maxBytes"),
                          .unaligned = get_flag(from, "unaligned"),
                          .split = {}};
  const auto split = from.Get("split").As<Napi::Array>();
  for (std::uint32_t i = 0; i < split.Length(); ++i) {
    const auto entry = split.Get(i).As<Napi::Object>();
    sizes.split.push_back(
        {.bytes = get_count(entry, "bytes"), .weight = get_number(entry, "weight")});
  }
  return sizes;
}

bench::Shape get_shape(const std::string& name) {
  if (name == "zipf") return bench::Shape::kZipf;
  if (name == "pareto") return bench::Shape::kPareto;
  if (name == "normal") return bench::Shape::kNormal;
  return name == "zones" ? bench::Shape::kZones : bench::Shape::kUniform;
}

bench::Trims get_trims(const std::string& name) {
  if (name == "only") return bench::Trims::kOnly;
  return name == "before_write" ? bench::Trims::kBeforeWrite : bench::Trims::kNone;
}

bench::Distribution get_distribution(const Napi::Object& from) {
  bench::Distribution distribution{.shape = get_shape(get_string(from, "shape")),
                                   .parameter = get_number(from, "parameter"),
                                   .center = {},
                                   .zones = {}};
  if (from.Get("center").IsNumber()) distribution.center = get_number(from, "center");
  const auto zones = from.Get("zones").As<Napi::Array>();
  for (std::uint32_t i = 0; i < zones.Length(); ++i) {
    const auto zone = zones.Get(i).As<Napi::Object>();
    distribution.zones.push_back(
        {.end_bytes = get_count(zone, "endBytes"), .weight = get_number(zone, "weight")});
  }
  return distribution;
}

}  // namespace

bench::Pattern get_pattern(const Napi::Object& from) {
  const auto sizes = from.Get("blockSizes").As<Napi::Object>();
  const bench::ByDirection<std::uint64_t> percent = get_directions(from, "randomPercent");
  std::optional<bench::ByDirection<bool>> replayed;
  if (from.Get("replayed").IsObject()) {
    replayed = get_direction_flags(from.Get("replayed").As<Napi::Object>());
  }
  return {
      .random = get_flag(from, "random"),
      .read_percent = static_cast<std::uint32_t>(get_count(from, "readPercent")),
      .trims = get_trims(get_string(from, "trims")),
      .block_sizes = {get_block_sizes(sizes.Get("read").As<Napi::Object>()),
                      get_block_sizes(sizes.Get("write").As<Napi::Object>()),
                      get_block_sizes(sizes.Get("trim").As<Napi::Object>())},
      .align_bytes = get_directions(from, "alignBytes"),
      .random_percent = {static_cast<std::uint32_t>(percent.read),
                         static_cast<std::uint32_t>(percent.write),
                         static_cast<std::uint32_t>(percent.trim)},
      .each_once = get_flag(from, "eachOnce"),
      .distribution = get_distribution(from.Get("distribution").As<Napi::Object>()),
      .run_length = static_cast<std::uint32_t>(get_count(from, "runLength")),
      .run_in_place = get_flag(from, "runInPlace"),
      .gap_bytes = from.Get("gapBytes").As<Napi::Number>().Int64Value(),
      .replayed = replayed,
  };
}

}  // namespace memvol::addon
