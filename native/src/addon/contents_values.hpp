// NativeBuffers and NativeVerify → bench::Buffers and bench::Verify.
#pragma once

#include <napi.h>

#include "bench/contents.hpp"

namespace memvol::addon {

bench::Buffers get_buffers(const Napi::Object& from);
bench::Verify get_verify(const Napi::Object& from);

}  // namespace memvol::addon
