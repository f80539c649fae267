#include "client/session.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <string>

#include "base/admission.hpp"
#include "base/failure.hpp"
#include "client/atomic_operations.hpp"
#include "client/atomics.hpp"
#include "client/connector.hpp"
#include "client/context.hpp"
#include "client/conversation.hpp"
#include "client/granted_range.hpp"
#include "client/inbox.hpp"
#include "client/operation.hpp"
#include "client/session_failure.hpp"
#include "observation/message.hpp"

namespace memvol::client {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kFarewellTimeout{1};
// What could not be told or posted when it was due is tried again so often, unless a completion
// says earlier that there is room.
constexpr std::chrono::nanoseconds kRetryInterval{100'000};

Grant grant_of(const AdmissionGrant& grant) {
  return {.length_bytes = grant.length_bytes,
          .offset_bytes = grant.range_offset_bytes,
          .rights = grant.rights,
          .mode = static_cast<observation::Mode>(grant.observation_mode)};
}

void check_options(const NotifyOptions& notify) {
  if (notify.batch >= 1 && notify.batch <= observation::kMessageRecordsMax) return;
  throw Failure("usage", "connect", 0,
                "a batch of " + std::to_string(notify.batch) +
                    " operations cannot be told of together; it takes from 1 to " +
                    std::to_string(observation::kMessageRecordsMax));
}

}  // namespace

struct Session::Impl {
  Impl(Connection connection, const ConnectOptions& options)
      : connection_(std::move(connection)),
        grant_(grant_of(connection_.grant)),
        range_(*connection_.endpoint, connection_.grant.range, options.queue_depth),
        end_fd_(fabric::has_sockets(*connection_.info) ? -1 : connection_.events->fd()) {
    if (grant_.rights.atomic) atomics_.emplace(*connection_.endpoint, options.queue_depth);
    if (atomics_ || connection_.grant.acknowledges) {
      inbox_.emplace(*connection_.endpoint, local_domain(connection_),
                     atomics_ ? &*atomics_ : nullptr);
    }
    if (observation::announces(grant_.mode) && !options.notify.out_of_band) {
      conversation_.emplace(connection_, range_, inbox_ ? &*inbox_ : nullptr, options.notify);
    }
  }

  // No completion may come after what it belongs to is gone.
  ~Impl() { connection_.endpoint.reset(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  template <class Action>
  auto explaining(Action action) {
    try {
      return action();
    } catch (const Failure& failure) {
      failed_ = true;
      throw explained(failure, connection_);
    }
  }

  bool post(const Operation& operation) {
    const bool accepted = explaining(
        [&] { return conversation_ ? conversation_->post(operation) : range_.post(operation); });
    if (accepted) ++in_flight_;
    return accepted;
  }

  bool post(std::uint32_t slot, const atomics::Operation& operation) {
    check(grant_, operation);
    const bool accepted = explaining([&] { return atomics_->post(slot, operation); });
    if (accepted) ++in_flight_;
    return accepted;
  }

  // Writes slots to be reported to `slots` and returns how many.
  std::size_t take_completions(std::span<std::uint32_t> slots) {
    std::array<fabric::Completion, 64> completions;
    const auto wanted = std::min(slots.size(), completions.size());
    const auto taken = connection_.completions->read({completions.data(), wanted});
    std::size_t count = 0;
    for (const auto& completion : std::span(completions).first(taken)) {
      const auto* context = static_cast<const Context*>(completion.context);
      if (context->owner != nullptr) {
        context->owner->completed(context->index, completion);
      } else if (!conversation_ || conversation_->complete(context->index)) {
        slots[count++] = context->index;
      }
    }
    return count;
  }

  std::size_t poll(std::span<std::uint32_t> slots) {
    std::size_t count = take_completions(slots);
    if (count == 0 && ended_) {
      throw Failure("session_ended", "fi_eq_read", 0, "the device ended the session or is gone");
    }
    if (conversation_) {
      conversation_->advance();
      count += conversation_->take_reportable(slots.subspan(count));
    }
    if (atomics_) count += atomics_->take_reportable(slots.subspan(count));
    in_flight_ -= count;
    return count;
  }

  void wait(std::chrono::nanoseconds timeout) {
    if (atomics_ && atomics_->has_reportable()) return;
    if (conversation_) {
      timeout = std::min(timeout, std::max(conversation_->patience(), kRetryInterval));
    }
    if (connection_.completions->wait(timeout, end_fd_) && was_shut_down(connection_)) {
      ended_ = true;
      end_fd_ = -1;
    }
  }

  // With nothing in flight: takes completions until `done` says that it is enough.
  template <class Done>
  void progress_until(Clock::time_point deadline, Done done) {
    while (!done()) {
      std::array<std::uint32_t, 1> none;
      take_completions(none);
      if (done()) return;
      const auto left = deadline - Clock::now();
      if (left <= std::chrono::nanoseconds::zero()) {
        failed_ = true;
        throw Failure("io_failed", "settle", 0,
                      "the device did not take in time what it was told of completed operations");
      }
      wait(left);
    }
  }

  void settle(Clock::time_point deadline) {
    progress_until(deadline, [this] {
      conversation_->advance(Due::kAtOnce);
      return conversation_->settled();
    });
  }

  void say_farewell() {
    const auto deadline = Clock::now() + kFarewellTimeout;
    settle(deadline);
    progress_until(deadline, [this] { return conversation_->put_farewell(); });
    progress_until(deadline, [this] { return conversation_->farewell_arrived(); });
  }

  Connection connection_;
  Grant grant_;
  GrantedRange range_;
  // Absent without the right to them.
  std::optional<AtomicOperations> atomics_;
  // Absent when the device has nothing to say.
  std::optional<Inbox> inbox_;
  // Absent when nothing is to be told.
  std::optional<Conversation> conversation_;
  // Accepted and not reported.
  std::size_t in_flight_ = 0;
  bool failed_ = false;
  bool left_ = false;
  // Readable when the connection may have ended, where no completion tells; else none.
  int end_fd_;
  bool ended_ = false;
};

std::unique_ptr<Session> Session::connect(const ConnectOptions& options) {
  check_options(options.notify);
  auto impl = std::make_unique<Impl>(
      open_connection(options.address, options.ticket, options.timeout, options.queue_depth),
      options);
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Session::~Session() {
  try {
    close();
  } catch (const std::exception&) {
    // The device takes it as one that left without a farewell.
  }
}

const Grant& Session::grant() const { return impl_->grant_; }

std::uint32_t Session::queue_depth() const { return impl_->range_.slot_count(); }

std::size_t Session::message_size_max() const {
  return fabric::message_size_max(*impl_->connection_.info);
}

fabric::LocalBuffer Session::register_buffer(std::span<std::byte> memory) {
  return {*impl_->connection_.domain, fabric::memory_model(*impl_->connection_.info), memory};
}

bool Session::post_read(std::uint32_t slot, const fabric::LocalBuffer& local,
                        std::span<std::byte> into, std::uint64_t offset_bytes) {
  return impl_->post({.type = observation::OperationType::kRead,
                      .slot = slot,
                      .memory = into.data(),
                      .descriptor = local.descriptor(),
                      .extent = {.offset_bytes = offset_bytes, .length_bytes = into.size()}});
}

bool Session::post_write(std::uint32_t slot, const fabric::LocalBuffer& local,
                         std::span<const std::byte> from, std::uint64_t offset_bytes) {
  return impl_->post({.type = observation::OperationType::kWrite,
                      .slot = slot,
                      // libfabric's iovec has no const; a write's source is only read.
                      .memory = const_cast<std::byte*>(from.data()),
                      .descriptor = local.descriptor(),
                      .extent = {.offset_bytes = offset_bytes, .length_bytes = from.size()}});
}

bool Session::post_atomic(std::uint32_t slot, const atomics::Operation& operation) {
  return impl_->post(slot, operation);
}

std::uint64_t Session::old_value(std::uint32_t slot) const {
  return impl_->atomics_->old_value(slot);
}

std::size_t Session::poll(std::span<std::uint32_t> slots) {
  return impl_->explaining([&] { return impl_->poll(slots); });
}

void Session::wait(std::chrono::nanoseconds timeout) { impl_->wait(timeout); }

std::chrono::nanoseconds Session::patience() const {
  return impl_->conversation_ ? impl_->conversation_->patience() : std::chrono::nanoseconds::max();
}

void Session::settle(std::chrono::nanoseconds timeout) {
  if (!impl_->conversation_) return;
  impl_->explaining([&] { impl_->settle(Clock::now() + timeout); });
}

void Session::close() {
  if (impl_->left_) return;
  const bool in_order = impl_->conversation_ && !impl_->failed_ && impl_->in_flight_ == 0;
  try {
    if (in_order) impl_->explaining([this] { impl_->say_farewell(); });
  } catch (const Failure&) {
    abandon();
    throw;
  }
  abandon();
}

void Session::abandon() {
  impl_->left_ = true;
  impl_->connection_.endpoint->shut_down();
}

}  // namespace memvol::client
