// NativeRunSpec → bench::RunSpec.
#pragma once

#include <napi.h>

#include "bench/spec.hpp"

namespace memvol::addon {

bench::ByDirection<std::uint64_t> get_directions(const Napi::Object& from, const char* key);
bench::ByDirection<bool> get_direction_flags(const Napi::Object& directions);
bench::RunSpec get_run_spec(const Napi::Object& from);

}  // namespace memvol::addon
