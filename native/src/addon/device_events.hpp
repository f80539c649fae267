// Hands a device's events to JavaScript's `onEvent` option.
#pragma once

#include <napi.h>

#include "device/connection_manager.hpp"

namespace memvol::addon {

// The observer may be called on any thread; it never blocks. When JavaScript is 1,024 events
// behind, further ones are dropped: they are for the log, the counters have them all.
device::EventObserver device_event_observer(const Napi::Object& options);

}  // namespace memvol::addon
