// A device with one volume, and clients of it.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "../support/test_fabric.hpp"
#include "base/failure.hpp"
#include "client/session.hpp"
#include "device/device.hpp"

namespace memvol::device {

inline constexpr std::size_t kVolumeBytes = std::size_t{4} << 20;
inline constexpr std::size_t kRegionBytes = 4096;
inline constexpr Rights kReadWrite{.read = true, .write = true};
inline constexpr TicketHalf kTestersHalf{std::byte{0x77}};

inline DeviceOptions test_options(const fabric::Address& address = test_address()) {
  return {.connections = {.address = address,
                          .progress = {.thread_count = 1, .spin = std::chrono::microseconds(20)}}};
}

class DeviceTest : public ::testing::Test {
 protected:
  explicit DeviceTest(const DeviceOptions& options = test_options())
      : device_(std::make_unique<Device>(options)) {
    device_->create_volume("v", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
  }

  // Of a grant of the whole volume, unless the caller says otherwise.
  SessionGrant grant() {
    return {.session_id = std::to_string(++session_count_),
            .volume_id = "v",
            .client = "test",
            .offset_bytes = 0,
            .length_bytes = kVolumeBytes,
            .rights = kReadWrite};
  }

  // On a fabric without immediates messages take their place, as when a client asks the device
  // (src/device/negotiation.ts).
  std::string ticket(SessionGrant grant,
                     std::chrono::milliseconds expires_in = std::chrono::seconds(10)) {
    if (grant.observe == observation::Mode::kImmediate && !device_->has_immediates()) {
      grant.observe = observation::Mode::kMessage;
    }
    const auto raw = device_->issue_ticket(grant, kTestersHalf, expires_in);
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
  }

  std::string ticket(Rights rights = kReadWrite, std::uint64_t offset = 0,
                     std::uint64_t length = kVolumeBytes,
                     std::chrono::milliseconds expires_in = std::chrono::seconds(10)) {
    auto wanted = grant();
    wanted.rights = rights;
    wanted.offset_bytes = offset;
    wanted.length_bytes = length;
    return ticket(wanted, expires_in);
  }

  client::ConnectOptions options(const std::string& ticket) {
    client::ConnectOptions options;
    options.address = device_->address();
    options.ticket = ticket;
    options.timeout = std::chrono::seconds(20);
    options.queue_depth = 16;
    return options;
  }

  std::unique_ptr<client::Session> connect(const std::string& ticket) {
    return client::Session::connect(options(ticket));
  }

  template <class Action>
  std::string code_of(Action action) {
    try {
      action();
    } catch (const Failure& failure) {
      return failure.code();
    }
    return "no failure";
  }

  std::unique_ptr<Device> device_;
  int session_count_ = 0;
};

inline std::vector<std::byte> pattern(std::size_t size, unsigned seed) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<std::byte>((i * 2654435761U + seed) >> 13);
  }
  return bytes;
}

}  // namespace memvol::device
