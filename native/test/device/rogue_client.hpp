// A client that holds a valid ticket and then does as it likes: any address, any key, any
// length, with nothing of client::Session in the way.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/admission.hpp"
#include "base/failure.hpp"
#include "client/connector.hpp"
#include "client/session.hpp"
#include "client/session_failure.hpp"
#include "fabric/memory_region.hpp"
#include "fabric/provider.hpp"

namespace memvol::device {

enum class RogueOperation { kRead, kWrite, kWriteWithImmediate };

inline constexpr std::array kRogueOperations{RogueOperation::kRead, RogueOperation::kWrite,
                                             RogueOperation::kWriteWithImmediate};

// What the device's memory holds when a rogue's write got there.
inline constexpr std::byte kRogueByte{0xee};

struct RemoteExtent {
  std::uint64_t address;
  std::uint64_t length_bytes;
  std::uint64_t key;
};

class RogueClient {
 public:
  static constexpr std::size_t kLengthMaxBytes = std::size_t{128} << 10;
  static constexpr std::uint32_t kDepth = 16;

  // `length_max_bytes`: of one operation.
  explicit RogueClient(const client::ConnectOptions& options,
                       std::size_t length_max_bytes = kLengthMaxBytes)
      : memory_(length_max_bytes, kRogueByte),
        connection_(
            client::open_connection(options.address, options.ticket, options.timeout, kDepth)),
        local_(*connection_.domain, fabric::memory_model(*connection_.info), memory_) {}
  // No completion may come after its buffer is gone.
  ~RogueClient() { connection_.endpoint.reset(); }
  RogueClient(const RogueClient&) = delete;
  RogueClient& operator=(const RogueClient&) = delete;

  const AdmissionGrant& grant() const { return connection_.grant; }
  // Whether the keys are the adapter's choice; they have 32 bits then, and whatever is above is
  // left out on the way.
  bool has_adapter_keys() const { return fabric::memory_model(*connection_.info).provider_keys; }

  // Whether the operation was carried out.
  bool succeeds(RogueOperation operation, const RemoteExtent& remote) {
    try {
      post(operation, remote);
      return await_completion();
    } catch (const Failure&) {
      return false;
    }
  }

  // False when the provider is busy. Throws Failure when the connection is gone.
  bool post(RogueOperation operation, const RemoteExtent& remote) {
    if (operation == RogueOperation::kWriteWithImmediate &&
        !fabric::has_immediates(*connection_.info)) {
      // What becomes of one is nowhere said.
      throw Failure("io_failed", "fi_writemsg", 0, "the fabric carries no immediates");
    }
    const fabric::Transfer transfer{.local = memory_.data(),
                                    .length_bytes = remote.length_bytes,
                                    .descriptor = local_.descriptor(),
                                    .remote_address = remote.address,
                                    .key = remote.key,
                                    .context = &context_};
    auto& endpoint = *connection_.endpoint;
    switch (operation) {
      case RogueOperation::kRead:
        return endpoint.read(transfer);
      case RogueOperation::kWrite:
        return endpoint.write(transfer);
      case RogueOperation::kWriteWithImmediate:
        return endpoint.write_with_immediate(transfer, 0);
    }
    return false;
  }

  // Sends any bytes as a message, and returns what the device answers; nothing when it ends the
  // connection.
  std::vector<std::byte> ask(std::span<const std::byte> message) {
    try {
      auto& endpoint = *connection_.endpoint;
      endpoint.receive({.memory = memory_.data(),
                        .length_bytes = memory_.size(),
                        .descriptor = local_.descriptor(),
                        .context = &context_});
      endpoint.inject(message);
      if (await_completion() == 0) return {};
      return {memory_.begin(), memory_.begin() + static_cast<std::ptrdiff_t>(last_.length_bytes)};
    } catch (const Failure&) {
      return {};
    }
  }
  // Sends without waiting for anything.
  void tell(std::span<const std::byte> message) { connection_.endpoint->inject(message); }

  // How many have completed. Throws Failure when one failed, or will never complete since the
  // device has ended the connection.
  std::size_t completed() {
    std::array<fabric::Completion, kDepth> completions;
    const auto count = connection_.completions->read(completions);
    if (count > 0) last_ = completions[count - 1];
    if (count == 0 && is_ended()) throw Failure("session_ended", "fi_eq_read", 0, "ended");
    return count;
  }

  // What further writes carry.
  void fill(std::byte byte) { std::fill(memory_.begin(), memory_.end(), byte); }

  // Whether a read brought something.
  bool has_learnt() const {
    return std::any_of(memory_.begin(), memory_.end(),
                       [](std::byte byte) { return byte != kRogueByte; });
  }

 private:
  bool is_ended() {
    pollfd asked{.fd = connection_.events->fd(), .events = POLLIN, .revents = 0};
    if (!ended_ && ::poll(&asked, 1, 0) > 0) ended_ = client::was_shut_down(connection_);
    return ended_;
  }

  bool await_completion() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (completed() == 0) {
      if (std::chrono::steady_clock::now() >= deadline) {
        ADD_FAILURE() << "the operation has neither completed nor failed";
        return false;
      }
      connection_.completions->wait(std::chrono::milliseconds(100));
    }
    return true;
  }

  // Providers that ask for it (FI_CONTEXT2) keep their own notes here.
  std::array<void*, 8> context_{};
  fabric::Completion last_;
  std::vector<std::byte> memory_;
  client::Connection connection_;
  fabric::LocalBuffer local_;
  bool ended_ = false;
};

}  // namespace memvol::device
