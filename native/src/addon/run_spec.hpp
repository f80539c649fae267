// NativeRunSpec → bench::RunSpec.
#pragma once

#include <napi.h>

#include "bench/spec.hpp"

namespace memvol::addon {

bench::RunSpec get_run_spec(const Napi::Object& from);

}  // namespace memvol::addon
