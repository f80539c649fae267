#include "addon/session_object.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <span>
#include <utility>

#include "addon/addon_data.hpp"
#include "addon/observation_values.hpp"
#include "addon/promise_worker.hpp"
#include "addon/values.hpp"
#include "atomics/message.hpp"
#include "client/atomics.hpp"
#include "client/session.hpp"
#include "client/transfer.hpp"

namespace memvol::addon {

// A session that operations off JavaScript's thread share. Closed for good after a failure:
// operations may be in flight still, and closing is what keeps them off the caller's buffer.
struct SharedSession {
  std::mutex mutex;
  std::unique_ptr<client::Session> session;
  client::Grant grant;
};

namespace {

// Enough pieces in flight to fill a connection when bytes are moved in bulk.
constexpr std::uint32_t kQueueDepth = 16;
constexpr std::chrono::seconds kAnswerTimeout{10};

using Shared = std::shared_ptr<SharedSession>;
using Transfer = void (*)(client::Session&, std::uint64_t, std::span<std::byte>,
                          std::chrono::nanoseconds);

// Runs `action` on the session, alone.
template <class Action>
auto with_session(SharedSession& shared, const char* operation, Action action) {
  const std::lock_guard lock(shared.mutex);
  if (!shared.session) throw Failure("session_ended", operation, 0, "the session is closed");
  try {
    return action(*shared.session);
  } catch (const Failure&) {
    shared.session.reset();
    throw;
  }
}

std::uint64_t get_offset(const Napi::Value& from) {
  return static_cast<std::uint64_t>(from.As<Napi::Number>().Int64Value());
}

Napi::Value start_transfer(const Napi::CallbackInfo& info, const Shared& shared,
                           Transfer transfer) {
  const auto offset = get_offset(info[0]);
  auto buffer = info[1].As<Napi::Uint8Array>();
  // Keeps the buffer from being collected while a native thread uses it.
  auto kept = std::make_shared<Napi::ObjectReference>(Napi::Persistent(buffer.As<Napi::Object>()));
  const std::span<std::byte> memory(reinterpret_cast<std::byte*>(buffer.Data()),
                                    buffer.ByteLength());
  return PromiseWorker<Nothing>::start(
      info.Env(),
      [shared, transfer, offset, memory] {
        with_session(*shared, "transfer", [&](client::Session& session) {
          transfer(session, offset, memory, kAnswerTimeout);
        });
        return Nothing{};
      },
      [kept = std::move(kept)](Napi::Env env, Nothing&) { return env.Undefined(); });
}

std::uint64_t execute_locked(SharedSession& shared, const atomics::Operation& operation) {
  // What would be refused costs the session nothing.
  client::check(shared.grant, operation);
  return with_session(shared, "atomic", [&](client::Session& session) {
    return client::execute(session, operation, kAnswerTimeout);
  });
}

Napi::Value start_atomic(Napi::Env env, const Shared& shared, const atomics::Operation& operation) {
  return PromiseWorker<std::uint64_t>::start(
      env, [shared, operation] { return execute_locked(*shared, operation); },
      [](Napi::Env e, std::uint64_t& old_value) { return word_value(e, old_value); });
}

}  // namespace

Napi::Function SessionObject::define(Napi::Env env) {
  return DefineClass(
      env, "NativeSession",
      {InstanceAccessor<&SessionObject::length_bytes>("lengthBytes"),
       InstanceAccessor<&SessionObject::rights>("rights"),
       InstanceMethod<&SessionObject::read>("read"), InstanceMethod<&SessionObject::write>("write"),
       InstanceMethod<&SessionObject::fetch_add>("fetchAdd"),
       InstanceMethod<&SessionObject::compare_swap>("compareSwap"),
       InstanceMethod<&SessionObject::close>("close")});
}

Napi::Value SessionObject::connect(const Napi::CallbackInfo& info) {
  const auto from = info[0].As<Napi::Object>();
  const client::ConnectOptions options{
      .address = get_address(from.Get("address").As<Napi::Object>()),
      .ticket = ticket_bytes(info.Env(), get_string(from, "ticket")),
      .timeout = std::chrono::milliseconds(get_count(from, "timeoutMs")),
      .queue_depth = kQueueDepth,
      .notify = get_notify_options(from)};
  return PromiseWorker<Shared>::start(
      info.Env(),
      [options] {
        auto shared = std::make_shared<SharedSession>();
        shared->session = client::Session::connect(options);
        shared->grant = shared->session->grant();
        return shared;
      },
      [](Napi::Env env, Shared& shared) {
        return AddonData::of(env).session_class.New({Napi::External<Shared>::New(env, &shared)});
      });
}

SessionObject::SessionObject(const Napi::CallbackInfo& info)
    : ObjectWrap(info), shared_(*info[0].As<Napi::External<Shared>>().Data()) {}

Napi::Value SessionObject::length_bytes(const Napi::CallbackInfo& info) {
  return number(info.Env(), shared_->grant.length_bytes);
}

Napi::Value SessionObject::rights(const Napi::CallbackInfo& info) {
  return rights_value(info.Env(), shared_->grant.rights);
}

Napi::Value SessionObject::read(const Napi::CallbackInfo& info) {
  return start_transfer(info, shared_, client::read_bytes);
}

Napi::Value SessionObject::write(const Napi::CallbackInfo& info) {
  return start_transfer(info, shared_, client::write_bytes);
}

Napi::Value SessionObject::fetch_add(const Napi::CallbackInfo& info) {
  return start_atomic(info.Env(), shared_,
                      {.kind = atomics::Kind::kFetchAdd,
                       .offset_bytes = get_offset(info[0]),
                       .operand = get_word(info[1])});
}

Napi::Value SessionObject::compare_swap(const Napi::CallbackInfo& info) {
  return start_atomic(info.Env(), shared_,
                      {.kind = atomics::Kind::kCompareSwap,
                       .offset_bytes = get_offset(info[0]),
                       .operand = get_word(info[2]),
                       .expected = get_word(info[1])});
}

Napi::Value SessionObject::close(const Napi::CallbackInfo& info) {
  return start_work(info.Env(), [shared = shared_] {
    const std::lock_guard lock(shared->mutex);
    shared->session.reset();
  });
}

}  // namespace memvol::addon
