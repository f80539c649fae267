// Functions on files that Node does not have.
#pragma once

#include <napi.h>

namespace memvol::addon {

// dataExtents(path): Promise<NativeExtent[]>
Napi::Value data_extents(const Napi::CallbackInfo& info);

}  // namespace memvol::addon
