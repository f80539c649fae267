// NativeDevice: a device::Device for JavaScript.
// Threading: JavaScript's thread waits for no other. What the device's own threads do is begun
// there and answered by them (promise_answer.hpp); what else takes time runs on libuv's pool. The
// device's events are handed to JavaScript's thread through a bounded queue.
#pragma once

#include <napi.h>

#include <memory>

#include "device/device.hpp"

namespace memvol::addon {

class DeviceObject : public Napi::ObjectWrap<DeviceObject> {
 public:
  static Napi::Function define(Napi::Env env);
  // openDevice(options): Promise<NativeDevice>
  static Napi::Value open(const Napi::CallbackInfo& info);

  explicit DeviceObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value address(const Napi::CallbackInfo& info);
  Napi::Value create_volume(const Napi::CallbackInfo& info);
  Napi::Value delete_volume(const Napi::CallbackInfo& info);
  Napi::Value issue_ticket(const Napi::CallbackInfo& info);
  Napi::Value sessions(const Napi::CallbackInfo& info);
  Napi::Value end_session(const Napi::CallbackInfo& info);
  Napi::Value statistics(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  // In device_persistence.cpp.
  Napi::Value create_backed_volume(const Napi::CallbackInfo& info);
  Napi::Value flush_volume(const Napi::CallbackInfo& info);
  Napi::Value retire_volume(const Napi::CallbackInfo& info);
  Napi::Value set_durability(const Napi::CallbackInfo& info);
  Napi::Value persist_volume(const Napi::CallbackInfo& info);
  Napi::Value verify_volume(const Napi::CallbackInfo& info);
  Napi::Value durability(const Napi::CallbackInfo& info);

  // In device_observation.cpp.
  Napi::Value has_immediates(const Napi::CallbackInfo& info);
  Napi::Value volume_statistics(const Napi::CallbackInfo& info);
  Napi::Value mark_point(const Napi::CallbackInfo& info);
  Napi::Value unmark_point(const Napi::CallbackInfo& info);
  Napi::Value dirty(const Napi::CallbackInfo& info);
  Napi::Value scan(const Napi::CallbackInfo& info);
  Napi::Value notify(const Napi::CallbackInfo& info);
  Napi::Value watch(const Napi::CallbackInfo& info);

  // Throws a JavaScript error once the device is closed.
  std::shared_ptr<device::Device> device(Napi::Env env) const;

  std::shared_ptr<device::Device> device_;
};

}  // namespace memvol::addon
