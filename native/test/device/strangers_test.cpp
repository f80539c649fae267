// Who connects to the fabric's port without a ticket: the device stays up, others go on, and
// what strangers hold is bounded and comes back.
#include <algorithm>
#include <cerrno>
#include <memory>
#include <random>
#include <stop_token>
#include <thread>
#include <vector>

#include "client/transfer.hpp"
#include "device_fixture.hpp"
#include "eventually.hpp"
#include "fabric/domain.hpp"
#include "fabric/listener.hpp"
#include "fabric/provider.hpp"
#include "process_resources.hpp"
#include "raw_client.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

using Strangers = std::vector<std::unique_ptr<RawClient>>;

constexpr std::size_t kTicketAndVersionBytes = 33;
// So long that a test which waited for it would fail.
constexpr auto kForEver = 3'600'000ms;

DeviceOptions with_limits(const fabric::HalfOpenLimits& limits) {
  auto options = test_options(loopback_address());
  options.connections.half_open = limits;
  return options;
}

class StrangersTest : public DeviceTest {
 protected:
  explicit StrangersTest(const fabric::HalfOpenLimits& limits) : DeviceTest(with_limits(limits)) {}

  Strangers open_strangers(std::size_t count, std::span<const std::byte> sent = {}) {
    Strangers strangers;
    for (std::size_t i = 0; i < count; ++i) {
      strangers.push_back(std::make_unique<RawClient>(device_->address()));
      strangers.back()->send(sent);
    }
    return strangers;
  }

  void expect_io(client::Session& session) {
    auto bytes = pattern(10'000, 1);
    client::write_bytes(session, 5, bytes, 20s);
    std::vector<std::byte> got(bytes.size());
    client::read_bytes(session, 5, got, 20s);
    EXPECT_EQ(got, bytes);
  }

  // A session that was there before goes on, and another one attaches.
  void expect_others_go_on() {
    expect_io(*session_);
    expect_io(*connect(ticket()));
  }

  std::unique_ptr<client::Session> session_ = connect(ticket());
};

// Half-open connections stay: nothing but their being harmless makes these tests pass.
class PatientDeviceTest : public StrangersTest {
 protected:
  PatientDeviceTest() : StrangersTest({.age_max = kForEver, .count_max = 10'000}) {}

  std::vector<std::byte> request_ = recorded_request(std::string(32, 'x'));
};

TEST_F(PatientDeviceTest, silence__holds_up_nobody) {
  const auto strangers = open_strangers(50);
  expect_others_go_on();
}

TEST_F(PatientDeviceTest, half_a_request__holds_up_nobody) {
  const std::span request(request_);
  ASSERT_GT(request.size(), kTicketAndVersionBytes);
  const auto header = request.size() - kTicketAndVersionBytes;
  for (const auto length : {std::size_t{1}, header / 2, header, header + 1, request.size() - 1}) {
    const auto strangers = open_strangers(20, request.first(length));
    expect_others_go_on();
  }
}

TEST_F(PatientDeviceTest, half_a_request__that_hangs_up_leaves_nothing) {
  const auto before = open_descriptors();
  const auto header = std::span(request_).first(request_.size() - kTicketAndVersionBytes);
  auto strangers = open_strangers(20, header);
  expect_others_go_on();
  strangers.clear();
  EXPECT_TRUE(eventually([&] { return open_descriptors() == before; }));
}

TEST_F(PatientDeviceTest, header_again_and_again__holds_up_nobody) {
  const auto header = std::span(request_).first(request_.size() - kTicketAndVersionBytes);
  const auto strangers = open_strangers(20, header);
  for (int i = 0; i < 20; ++i) {
    for (const auto& stranger : strangers) stranger->send(header);
    expect_others_go_on();
  }
}

TEST_F(PatientDeviceTest, one_byte_at_a_time__is_no_way_in) {
  const auto stranger = RawClient(device_->address());
  for (const auto& byte : request_) {
    stranger.send({&byte, 1});
    expect_io(*session_);
  }
  expect_others_go_on();
  EXPECT_TRUE(eventually([&] { return device_->statistics().sessions.opened == 2; }));
}

TEST_F(PatientDeviceTest, garbage__is_no_way_in) {
  std::mt19937 random(1);
  Strangers strangers;
  for (std::size_t i = 0; i < 300; ++i) {
    std::vector<std::byte> garbage(1 + random() % (i % 10 == 0 ? 100'000 : 100));
    for (auto& byte : garbage) byte = static_cast<std::byte>(random());
    // Some begin as a request does.
    if (i % 3 == 0) {
      const auto kept = std::min({garbage.size(), request_.size(), random() % request_.size()});
      std::copy_n(request_.begin(), kept, garbage.begin());
    }
    strangers.push_back(std::make_unique<RawClient>(device_->address()));
    strangers.back()->send(garbage);
  }
  expect_others_go_on();
}

TEST_F(PatientDeviceTest, forged_tickets__are_refused_and_leave_nothing) {
  const auto before = open_descriptors();
  const auto strangers = open_strangers(300, request_);
  for (const auto& stranger : strangers) ASSERT_TRUE(stranger->gets_cut());
  expect_others_go_on();
  EXPECT_EQ(device_->statistics().tickets.refused, 300U);
  EXPECT_TRUE(eventually([&] { return open_descriptors() == before + strangers.size(); }));
}

class ImpatientDeviceTest : public StrangersTest {
 protected:
  ImpatientDeviceTest() : StrangersTest({.age_max = 200ms, .count_max = 10'000}) {}
};

TEST_F(ImpatientDeviceTest, silence__ends_after_a_while_and_leaves_nothing) {
  const auto before = open_descriptors();
  const auto strangers = open_strangers(20);
  for (const auto& stranger : strangers) EXPECT_TRUE(stranger->gets_cut());
  EXPECT_TRUE(eventually([&] { return open_descriptors() == before + strangers.size(); }));
  expect_others_go_on();
}

TEST_F(ImpatientDeviceTest, session__is_no_stranger_however_old_and_idle) {
  for (int i = 0; i < 2; ++i) {
    // Younger than the session, and cut for its age.
    EXPECT_TRUE(RawClient(device_->address()).gets_cut());
  }
  expect_io(*session_);
  EXPECT_EQ(device_->statistics().sessions.closed, 0U);
}

class CrowdedDeviceTest : public StrangersTest {
 protected:
  static constexpr std::size_t kCountMax = 100;

  CrowdedDeviceTest() : StrangersTest({.age_max = kForEver, .count_max = kCountMax}) {
    allow_descriptors();
  }
};

TEST_F(CrowdedDeviceTest, a_thousand__are_bounded_and_the_oldest_go_first) {
  const auto before = open_descriptors();
  std::jthread load([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) expect_io(*session_);
  });
  auto strangers = open_strangers(1000);
  EXPECT_TRUE(
      eventually([&] { return open_descriptors() <= before + strangers.size() + kCountMax; }));
  expect_io(*connect(ticket()));
  load.request_stop();
  load.join();
  EXPECT_TRUE(strangers.front()->gets_cut());
  EXPECT_FALSE(strangers.back()->is_cut());
  EXPECT_GE(std::count_if(strangers.begin(), strangers.end(),
                          [](const auto& stranger) { return !stranger->is_cut(); }),
            static_cast<std::ptrdiff_t>(kCountMax) - 10);
  strangers.clear();
  EXPECT_TRUE(eventually([&] { return open_descriptors() == before; }));
}

// The provider asks for the thread's last error even when no call has failed.
TEST(StrangersOfAListener, hang_up__is_noticed_whatever_error_the_thread_had_before) {
  const auto address = loopback_address();
  const auto info = fabric::find_provider({.address = address, .role = fabric::Role::kListen});
  const auto fabric = fabric::open_fabric(*info);
  fabric::Listener listener(*fabric, *info, address, {});
  const auto alone = open_descriptors();
  {
    const RawClient stranger(listener.address());
    EXPECT_TRUE(eventually([&] {
      listener.next();
      return open_descriptors() == alone + 2;
    }));
  }
  EXPECT_TRUE(eventually([&] {
    errno = EAGAIN;
    listener.next();
    return open_descriptors() == alone;
  }));
}

TEST(StrangersOfADevice, destroy__hangs_up_and_leaves_nothing) {
  const auto before = open_descriptors();
  {
    auto device = std::make_unique<Device>(with_limits({.age_max = kForEver, .count_max = 100}));
    const auto alone = open_descriptors();
    const RawClient first(device->address());
    const RawClient second(device->address());
    // Each has two ends.
    ASSERT_TRUE(eventually([&] { return open_descriptors() == alone + 4; }));
    device.reset();
    EXPECT_TRUE(first.gets_cut());
    EXPECT_TRUE(second.gets_cut());
  }
  EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace memvol::device
