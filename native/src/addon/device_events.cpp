#include "addon/device_events.hpp"

#include <memory>
#include <string>

namespace memvol::addon {

namespace {

constexpr std::size_t kQueueLengthMax = 1024;

const char* kind_name(device::DeviceEvent::Kind kind) {
  switch (kind) {
    case device::DeviceEvent::Kind::kOpened:
      return "session_opened";
    case device::DeviceEvent::Kind::kClosed:
      return "session_closed";
    case device::DeviceEvent::Kind::kRefused:
      return "connection_refused";
    case device::DeviceEvent::Kind::kFailed:
      return "session_failed";
    case device::DeviceEvent::Kind::kStoreFailed:
      return "store_failed";
    case device::DeviceEvent::Kind::kStoreStalled:
      return "store_stalled";
    case device::DeviceEvent::Kind::kStoreResumed:
      return "store_resumed";
    case device::DeviceEvent::Kind::kStoreDamaged:
      return "store_damaged";
  }
  return "";
}

void deliver(Napi::Env env, Napi::Function callback, void*, device::DeviceEvent* raw) {
  const std::unique_ptr<device::DeviceEvent> event(raw);
  // Without an environment JavaScript is shutting down.
  if (env == nullptr) return;
  auto value = Napi::Object::New(env);
  value.Set("kind", kind_name(event->kind));
  value.Set("sessionId", event->grant.session_id);
  value.Set("volumeId", event->grant.volume_id);
  value.Set("client", event->grant.client);
  value.Set("peer", event->peer);
  value.Set("message", event->message);
  callback.Call({value});
}

using Channel = Napi::TypedThreadSafeFunction<void, device::DeviceEvent, deliver>;

}  // namespace

device::EventObserver device_event_observer(const Napi::Object& options) {
  const auto env = options.Env();
  auto channel = Channel::New(env, options.Get("onEvent").As<Napi::Function>(), "memvol events",
                              kQueueLengthMax, 1);
  // The log must not keep the process alive.
  channel.Unref(env);
  const std::shared_ptr<Channel> shared(new Channel(channel), [](Channel* c) {
    c->Release();
    delete c;
  });
  return [shared](const device::DeviceEvent& event) {
    auto copy = std::make_unique<device::DeviceEvent>(event);
    if (shared->NonBlockingCall(copy.get()) == napi_ok) static_cast<void>(copy.release());
  };
}

}  // namespace memvol::addon
