// NativeRates and NativeFlow → bench::Rates and bench::Flow.
#pragma once

#include <napi.h>

#include "bench/flow.hpp"

namespace memvol::addon {

bench::Rates get_rates(const Napi::Object& from);
bench::Flow get_flow(const Napi::Object& from);

}  // namespace memvol::addon
