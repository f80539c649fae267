// NativePattern → bench::Pattern.
#pragma once

#include <napi.h>

#include "bench/pattern.hpp"

namespace memvol::addon {

bench::Pattern get_pattern(const Napi::Object& from);

}  // namespace memvol::addon
