#include "addon/device_object.hpp"

#include <chrono>
#include <cstddef>
#include <cstring>
#include <string>
#include <utility>

#include "addon/addon_data.hpp"
#include "addon/device_events.hpp"
#include "addon/failure_value.hpp"
#include "addon/observation_values.hpp"
#include "addon/promise_answer.hpp"
#include "addon/promise_worker.hpp"
#include "addon/values.hpp"
#include "base/failure.hpp"

namespace memvol::addon {

namespace {

using SharedDevice = std::shared_ptr<device::Device>;

device::StoreOptions store_options_of(const Napi::Object& from) {
  return {.timeout = std::chrono::nanoseconds(get_count(from, "timeoutNs")),
          .scrub_bytes_per_second = get_count(from, "scrubBytesPerSecond")};
}

device::DeviceOptions options_of(const Napi::Object& from) {
  return {.connections = {.address = get_address(from),
                          .progress = {.thread_count = get_count(from, "progressThreads"),
                                       .spin = std::chrono::nanoseconds(get_count(from, "spinNs"))},
                          .event_observer = device_event_observer(from)},
          .observer = get_observer_options(from),
          .stores = store_options_of(from.Get("stores").As<Napi::Object>())};
}

device::SessionGrant grant_of(const Napi::Object& from) {
  return {.session_id = get_string(from, "sessionId"),
          .volume_id = get_string(from, "volumeId"),
          .client = get_string(from, "client"),
          .offset_bytes = get_count(from, "offsetBytes"),
          .length_bytes = get_count(from, "lengthBytes"),
          .rights = get_rights(from),
          .observe = get_mode(from),
          .acknowledges = get_flag(from, "waitObserved")};
}

// Throws Failure `bug`: the control API takes none of another size.
TicketHalf clients_half_of(Napi::Env env, const Napi::Object& from) {
  const std::string bytes = ticket_bytes(env, get_string(from, "ticketHalf"));
  TicketHalf half;
  if (bytes.size() != half.size())
    throw Failure("bug", "issue_ticket", 0, "half a ticket is short");
  std::memcpy(half.data(), bytes.data(), half.size());
  return half;
}

Napi::Object session_value(Napi::Env env, const device::SessionInfo& session) {
  const auto since =
      std::chrono::duration_cast<std::chrono::milliseconds>(session.since.time_since_epoch());
  auto value = Napi::Object::New(env);
  value.Set("sessionId", session.grant.session_id);
  value.Set("volumeId", session.grant.volume_id);
  value.Set("client", session.grant.client);
  value.Set("offsetBytes", number(env, session.grant.offset_bytes));
  value.Set("lengthBytes", number(env, session.grant.length_bytes));
  value.Set("rights", rights_value(env, session.grant.rights));
  value.Set("observe", mode_name(session.grant.observe));
  value.Set("traffic", traffic_value(env, session.statistics.traffic));
  value.Set("refused", number(env, session.statistics.refused));
  value.Set("connected", session.connected);
  value.Set("peer", session.peer);
  value.Set("sinceMs", number(env, static_cast<std::uint64_t>(since.count())));
  return value;
}

}  // namespace

Napi::Function DeviceObject::define(Napi::Env env) {
  return DefineClass(env, "NativeDevice",
                     {InstanceAccessor<&DeviceObject::address>("address"),
                      InstanceMethod<&DeviceObject::create_volume>("createVolume"),
                      InstanceMethod<&DeviceObject::delete_volume>("deleteVolume"),
                      InstanceMethod<&DeviceObject::issue_ticket>("issueTicket"),
                      InstanceMethod<&DeviceObject::sessions>("sessions"),
                      InstanceMethod<&DeviceObject::end_session>("endSession"),
                      InstanceMethod<&DeviceObject::statistics>("statistics"),
                      InstanceMethod<&DeviceObject::create_backed_volume>("createBackedVolume"),
                      InstanceMethod<&DeviceObject::flush_volume>("flushVolume"),
                      InstanceMethod<&DeviceObject::retire_volume>("retireVolume"),
                      InstanceMethod<&DeviceObject::set_durability>("setDurability"),
                      InstanceMethod<&DeviceObject::persist_volume>("persistVolume"),
                      InstanceMethod<&DeviceObject::verify_volume>("verifyVolume"),
                      InstanceMethod<&DeviceObject::durability>("durability"),
                      InstanceAccessor<&DeviceObject::has_immediates>("hasImmediates"),
                      InstanceMethod<&DeviceObject::volume_statistics>("volumeStatistics"),
                      InstanceMethod<&DeviceObject::mark_point>("markPoint"),
                      InstanceMethod<&DeviceObject::unmark_point>("unmarkPoint"),
                      InstanceMethod<&DeviceObject::dirty>("dirty"),
                      InstanceMethod<&DeviceObject::scan>("scan"),
                      InstanceMethod<&DeviceObject::notify>("notify"),
                      InstanceMethod<&DeviceObject::watch>("watch"),
                      InstanceMethod<&DeviceObject::close>("close")});
}

Napi::Value DeviceObject::open(const Napi::CallbackInfo& info) {
  return PromiseWorker<SharedDevice>::start(
      info.Env(),
      [options = options_of(info[0].As<Napi::Object>())] {
        return std::make_shared<device::Device>(options);
      },
      [](Napi::Env env, SharedDevice& device) {
        const auto holder = Napi::External<SharedDevice>::New(env, &device);
        return AddonData::of(env).device_class.New({holder});
      });
}

DeviceObject::DeviceObject(const Napi::CallbackInfo& info)
    : ObjectWrap(info), device_(*info[0].As<Napi::External<SharedDevice>>().Data()) {}

SharedDevice DeviceObject::device(Napi::Env env) const {
  if (!device_) throw Napi::Error::New(env, "the device is closed");
  return device_;
}

Napi::Value DeviceObject::address(const Napi::CallbackInfo& info) {
  return address_value(info.Env(), device(info.Env())->address());
}

Napi::Value DeviceObject::create_volume(const Napi::CallbackInfo& info) {
  const auto options = info[0].As<Napi::Object>();
  const auto page_size =
      get_flag(options, "hugePages") ? memory::PageSize::kHuge : memory::PageSize::kStandard;
  return start_work(info.Env(), [device = device(info.Env()), id = get_string(options, "id"),
                                 size = get_count(options, "sizeBytes"),
                                 region_size = get_count(options, "regionSizeBytes"), page_size] {
    device->create_volume(id, size, page_size, region_size);
  });
}

Napi::Value DeviceObject::delete_volume(const Napi::CallbackInfo& info) {
  return start_work(info.Env(),
                    [device = device(info.Env()), id = info[0].As<Napi::String>().Utf8Value()] {
                      device->delete_volume(id);
                    });
}

Napi::Value DeviceObject::issue_ticket(const Napi::CallbackInfo& info) {
  const auto options = info[0].As<Napi::Object>();
  const std::chrono::milliseconds expires_in(get_count(options, "expiresInMs"));
  const auto ticket = throwing(info.Env(), [&] {
    return device(info.Env())
        ->issue_ticket(grant_of(options), clients_half_of(info.Env(), options), expires_in);
  });
  const std::size_t devices_half = TicketHalf().size();
  return ticket_text(info.Env(), {reinterpret_cast<const char*>(ticket.data()), devices_half});
}

Napi::Value DeviceObject::sessions(const Napi::CallbackInfo& info) {
  const auto sessions = device(info.Env())->sessions();
  auto list = Napi::Array::New(info.Env(), sessions.size());
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    list.Set(static_cast<std::uint32_t>(i), session_value(info.Env(), sessions[i]));
  }
  return list;
}

Napi::Value DeviceObject::end_session(const Napi::CallbackInfo& info) {
  return promise_answer<bool>(
      info.Env(),
      [&](Answer<bool> answer) {
        device(info.Env())->end_session(info[0].As<Napi::String>().Utf8Value(), std::move(answer));
      },
      [](Napi::Env env, bool ended) { return Napi::Boolean::New(env, ended); });
}

Napi::Value DeviceObject::statistics(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  const auto statistics = device(env)->statistics();
  auto value = Napi::Object::New(env);
  value.Set("ticketsIssued", number(env, statistics.tickets.issued));
  value.Set("ticketsRefused", number(env, statistics.tickets.refused));
  value.Set("sessionsOpened", number(env, statistics.sessions.opened));
  value.Set("sessionsClosed", number(env, statistics.sessions.closed));
  return value;
}

Napi::Value DeviceObject::close(const Napi::CallbackInfo& info) {
  return start_work(info.Env(), [device = std::exchange(device_, nullptr)]() mutable {
    // Ends all sessions and joins the threads, unless another call is under way still on a thread
    // of the pool, which then does so when it ends. Promises that wait for the device's threads
    // are rejected.
    device.reset();
  });
}

}  // namespace memvol::addon
