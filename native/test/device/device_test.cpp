// A device and its clients over libfabric's tcp provider on loopback.
#include "device/device.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "base/failure.hpp"
#include "client/session.hpp"
#include "client/transfer.hpp"
#include "device_fixture.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

TEST_F(DeviceTest, write__is_read_by_another_client_byte_for_byte) {
  auto sent = pattern(1000003, 1);
  const auto writer = connect(ticket());
  client::write_bytes(*writer, 12345, sent, 5s);
  const auto reader = connect(ticket());
  std::vector<std::byte> got(sent.size());
  client::read_bytes(*reader, 12345, got, 5s);
  EXPECT_EQ(got, sent);
}

TEST_F(DeviceTest, write__touches_nothing_else) {
  auto sent = pattern(4097, 2);
  const auto session = connect(ticket());
  client::write_bytes(*session, 777, sent, 5s);
  std::vector<std::byte> all(kVolumeBytes);
  client::read_bytes(*session, 0, all, 5s);
  const auto zeros_before = std::count(all.begin(), all.begin() + 777, std::byte{0});
  const auto zeros_after = std::count(all.begin() + 777 + 4097, all.end(), std::byte{0});
  EXPECT_EQ(zeros_before, 777);
  EXPECT_EQ(static_cast<std::size_t>(zeros_after), kVolumeBytes - 777 - 4097);
}

TEST_F(DeviceTest, ticket__second_use_is_refused) {
  const auto once = ticket();
  const auto session = connect(once);
  EXPECT_EQ(code_of([&] { connect(once); }), "ticket_refused");
  EXPECT_EQ(device_->statistics().tickets.refused, 1U);
}

TEST_F(DeviceTest, ticket__forged_or_expired_is_refused) {
  EXPECT_EQ(code_of([&] { connect(std::string(32, 'x')); }), "ticket_refused");
  EXPECT_EQ(code_of([&] { connect(ticket(kReadWrite, 0, kVolumeBytes, 0ms)); }), "ticket_refused");
  EXPECT_EQ(code_of([&] { connect("short"); }), "ticket_refused");
}

TEST_F(DeviceTest, connect__nobody_listening_is_unreachable) {
  const auto address = device_->address();
  const auto valid = ticket();
  device_.reset();
  EXPECT_EQ(code_of([&] {
              client::Session::connect(
                  {.address = address, .ticket = valid, .timeout = 5s, .queue_depth = 1});
            }),
            "device_unreachable");
}

TEST_F(DeviceTest, range__offsets_count_from_the_grant_and_end_with_it) {
  const auto whole = connect(ticket());
  auto sent = pattern(4096, 3);
  client::write_bytes(*whole, 8192, sent, 5s);
  const auto part = connect(ticket(kReadWrite, 8192, 4096));
  EXPECT_EQ(part->grant().length_bytes, 4096U);
  std::vector<std::byte> got(4096);
  client::read_bytes(*part, 0, got, 5s);
  EXPECT_EQ(got, sent);
  EXPECT_EQ(code_of([&] { client::read_bytes(*part, 1, got, 5s); }), "range_invalid");
}

TEST_F(DeviceTest, range__a_client_that_ignores_it_is_cut_off) {
  const auto session = connect(ticket(kReadWrite, 4096, 4096));
  std::vector<std::byte> memory(4096, std::byte{0xee});
  const auto local = session->register_buffer(memory);
  std::array<std::uint32_t, 1> slots;
  EXPECT_NE(code_of([&] {
              session->post_write(0, local, memory, 4095);
              while (session->poll(slots) == 0) session->wait(1s);
            }),
            "no failure");
  const auto other = connect(ticket());
  std::vector<std::byte> all(kVolumeBytes);
  client::read_bytes(*other, 0, all, 5s);
  EXPECT_EQ(std::count(all.begin(), all.end(), std::byte{0xee}), 0);
}

TEST_F(DeviceTest, rights__write_on_a_read_only_session_is_refused_by_the_registration) {
  const auto session = connect(ticket({.read = true, .write = false}));
  std::vector<std::byte> memory(512, std::byte{0xee});
  EXPECT_EQ(code_of([&] { client::write_bytes(*session, 0, memory, 5s); }), "access_denied");
  const auto local = session->register_buffer(memory);
  std::array<std::uint32_t, 1> slots;
  EXPECT_NE(code_of([&] {
              session->post_write(0, local, memory, 0);
              while (session->poll(slots) == 0) session->wait(1s);
            }),
            "no failure");
  const auto other = connect(ticket());
  client::read_bytes(*other, 0, memory, 5s);
  EXPECT_EQ(std::count(memory.begin(), memory.end(), std::byte{0}), 512);
}

TEST_F(DeviceTest, sessions__64_at_once_each_see_their_own_range) {
  std::vector<std::unique_ptr<client::Session>> sessions;
  for (unsigned i = 0; i < 64; ++i) {
    sessions.push_back(connect(ticket(kReadWrite, i * 4096, 4096)));
    auto sent = pattern(4096, i);
    client::write_bytes(*sessions.back(), 0, sent, 5s);
  }
  EXPECT_EQ(device_->sessions().size(), 64U);
  for (unsigned i = 0; i < 64; ++i) {
    std::vector<std::byte> got(4096);
    client::read_bytes(*sessions[i], 0, got, 5s);
    EXPECT_EQ(got, pattern(4096, i));
  }
}

TEST_F(DeviceTest, end_session__its_client_fails_and_others_go_on) {
  const auto ended = connect(ticket());
  const auto kept = connect(ticket());
  std::vector<std::byte> memory(4096);
  client::read_bytes(*ended, 0, memory, 5s);
  client::read_bytes(*kept, 0, memory, 5s);
  EXPECT_TRUE(device_->end_session("1"));
  EXPECT_FALSE(device_->end_session("1"));
  EXPECT_EQ(code_of([&] { client::read_bytes(*ended, 0, memory, 5s); }), "session_ended");
  client::read_bytes(*kept, 0, memory, 5s);
}

TEST_F(DeviceTest, end_session__drops_the_ticket_of_one_that_has_not_begun) {
  const auto dropped = ticket();
  const auto kept = ticket();
  EXPECT_TRUE(device_->end_session("1"));
  EXPECT_FALSE(device_->end_session("1"));
  EXPECT_EQ(code_of([&] { connect(dropped); }), "ticket_refused");
  connect(kept);
}

TEST_F(DeviceTest, close__by_the_client_ends_the_session_on_the_device) {
  auto session = connect(ticket());
  std::vector<std::byte> memory(4096);
  client::read_bytes(*session, 0, memory, 5s);
  ASSERT_EQ(device_->sessions().size(), 1U);
  session.reset();
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (!device_->sessions().empty() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(device_->sessions().size(), 0U);
  EXPECT_EQ(device_->statistics().sessions.closed, 1U);
}

TEST_F(DeviceTest, delete_volume__ends_its_sessions_and_its_tickets) {
  const auto session = connect(ticket());
  const auto unused = ticket();
  device_->delete_volume("v");
  std::vector<std::byte> memory(4096);
  EXPECT_EQ(code_of([&] { client::read_bytes(*session, 0, memory, 5s); }), "session_ended");
  EXPECT_EQ(code_of([&] { connect(unused); }), "ticket_refused");
  EXPECT_EQ(code_of([&] { ticket(); }), "volume_not_found");
}

TEST_F(DeviceTest, destroy__with_operations_in_flight_fails_the_client_in_bounded_time) {
  const auto session = connect(ticket());
  std::string code;
  std::thread load([&] {
    std::vector<std::byte> memory(kVolumeBytes);
    code = code_of([&] {
      while (true) client::read_bytes(*session, 0, memory, 5s);
    });
  });
  while (device_->statistics().sessions.opened == 0) std::this_thread::yield();
  device_.reset();
  load.join();
  EXPECT_EQ(code, "session_ended");
}

TEST_F(DeviceTest, issue_ticket__range_outside_the_volume_is_refused) {
  EXPECT_EQ(code_of([&] { ticket(kReadWrite, kVolumeBytes - 10, 11); }), "range_invalid");
  EXPECT_EQ(code_of([&] { ticket(kReadWrite, ~std::uint64_t{0}, 2); }), "range_invalid");
}

TEST_F(DeviceTest, listen__taken_port_is_said_to_be_in_use) {
  EXPECT_EQ(code_of([&] {
              auto taken = test_options();
              taken.connections.address = device_->address();
              const Device second(taken);
            }),
            "address_in_use");
}

TEST_F(DeviceTest, connect__more_in_flight_than_the_provider_takes_is_refused) {
  EXPECT_EQ(code_of([&] {
              client::Session::connect({.address = device_->address(),
                                        .ticket = ticket(),
                                        .timeout = 5s,
                                        .queue_depth = 1000000});
            }),
            "range_invalid");
}

}  // namespace
}  // namespace memvol::device
