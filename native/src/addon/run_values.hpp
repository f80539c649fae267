// bench's snapshots and results → RunSnapshot and NativeRunResult.
#pragma once

#include <napi.h>

#include "bench/result.hpp"

namespace memvol::addon {

Napi::Object snapshot_value(Napi::Env env, const bench::RunSnapshot& snapshot);
Napi::Object result_value(Napi::Env env, const bench::RunResult& result);

}  // namespace memvol::addon
