#include "client/session.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "base/admission.hpp"
#include "base/failure.hpp"
#include "client/connector.hpp"
#include "fabric/endpoint.hpp"

namespace memvol::client {

// What a completion is told apart by. Providers that ask for it (FI_CONTEXT2) keep their own
// notes in the first bytes, so each slot has room of its own.
struct SlotContext {
  std::array<void*, 8> provider_room{};
};

namespace {

bool is_disconnect(int number) {
  return number == EPIPE || number == ECONNRESET || number == ECONNABORTED || number == ENOTCONN ||
         number == ESHUTDOWN;
}

bool was_shut_down(fabric::EventQueue& events) {
  while (auto event = events.next()) {
    if (event->kind == fabric::ConnectionEvent::Kind::kShutdown) return true;
  }
  return false;
}

}  // namespace

struct Session::Impl {
  Impl(Connection connection, std::uint32_t queue_depth)
      : connection_(std::move(connection)), contexts_(queue_depth) {
    grant_ = {.length_bytes = connection_.grant.length_bytes,
              .may_read = connection_.grant.may_read,
              .may_write = connection_.grant.may_write};
  }

  fabric::Transfer transfer(std::uint32_t slot, const fabric::LocalBuffer& local, std::byte* memory,
                            std::size_t length, std::uint64_t offset) {
    return {.local = memory,
            .length_bytes = length,
            .descriptor = local.descriptor(),
            .remote_address = connection_.grant.base + offset,
            .key = connection_.grant.key,
            .context = &contexts_[slot]};
  }

  std::uint32_t slot_of(void* context) const {
    return static_cast<std::uint32_t>(static_cast<SlotContext*>(context) - contexts_.data());
  }

  // Why an operation failed. A connection that ended shows in the operation's own error when
  // sending met it first, and as an event when receiving did.
  Failure explain(const Failure& failure) {
    if (!is_disconnect(failure.number()) && !was_shut_down(*connection_.events)) return failure;
    return Failure("session_ended", failure.operation(), failure.number(),
                   "the device ended the session or is gone: " + std::string(failure.what()));
  }

  template <class Action>
  auto explaining(Action action) {
    try {
      return action();
    } catch (const Failure& failure) {
      throw explain(failure);
    }
  }

  Connection connection_;
  Grant grant_;
  std::vector<SlotContext> contexts_;
};

std::unique_ptr<Session> Session::connect(const ConnectOptions& options) {
  auto impl = std::make_unique<Impl>(
      open_connection(options.address, options.ticket, options.timeout, options.queue_depth),
      options.queue_depth);
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Session::~Session() { impl_->connection_.endpoint->shut_down(); }

const Grant& Session::grant() const { return impl_->grant_; }

std::uint32_t Session::queue_depth() const {
  return static_cast<std::uint32_t>(impl_->contexts_.size());
}

std::size_t Session::message_size_max() const {
  return fabric::message_size_max(*impl_->connection_.info);
}

fabric::LocalBuffer Session::register_buffer(std::span<std::byte> memory) {
  return {*impl_->connection_.domain, fabric::memory_model(*impl_->connection_.info), memory};
}

bool Session::post_read(std::uint32_t slot, const fabric::LocalBuffer& local,
                        std::span<std::byte> into, std::uint64_t offset_bytes) {
  return impl_->explaining([&] {
    return impl_->connection_.endpoint->read(
        impl_->transfer(slot, local, into.data(), into.size(), offset_bytes));
  });
}

bool Session::post_write(std::uint32_t slot, const fabric::LocalBuffer& local,
                         std::span<const std::byte> from, std::uint64_t offset_bytes) {
  // libfabric's iovec has no const; a write's source is only read.
  auto* memory = const_cast<std::byte*>(from.data());
  return impl_->explaining([&] {
    return impl_->connection_.endpoint->write(
        impl_->transfer(slot, local, memory, from.size(), offset_bytes));
  });
}

std::size_t Session::poll(std::span<std::uint32_t> slots) {
  std::array<void*, 64> contexts;
  const auto wanted = std::min(slots.size(), contexts.size());
  const auto count = impl_->explaining([&] {
    return impl_->connection_.completions->read({contexts.data(), wanted});
  });
  for (std::size_t i = 0; i < count; ++i) slots[i] = impl_->slot_of(contexts[i]);
  return count;
}

void Session::wait(std::chrono::nanoseconds timeout) {
  impl_->connection_.completions->wait(timeout);
}

}  // namespace memvol::client
