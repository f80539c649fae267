// Tickets on the real fabric: replayed, forged, expired, altered, presented twice at once, or of
// a volume that is gone.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "eventually.hpp"
#include "isolation_fixture.hpp"
#include "raw_client.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

class TicketAttackTest : public IsolationTest {
 protected:
  explicit TicketAttackTest(const DeviceOptions& where = test_options()) : IsolationTest(where) {}

  bool admits(const std::string& ticket) {
    return code_of([&] { connect(ticket); }) == "no failure";
  }

  // Of the sessions, once the device knows of each that it is connected: the client knows first.
  std::uint64_t opened() {
    EXPECT_TRUE(eventually([&] {
      const auto sessions = device_->sessions();
      return std::all_of(sessions.begin(), sessions.end(),
                         [](const auto& session) { return session.connected; });
    }));
    return device_->statistics().sessions.opened;
  }
};

// What goes over the wire is known of tcp.
class WireAttackTest : public TicketAttackTest {
 protected:
  WireAttackTest() : TicketAttackTest(test_options(loopback_address())) {}
};

TEST_F(TicketAttackTest, replayed__while_its_session_lives_and_after_it) {
  const auto once = ticket();
  {
    const auto session = connect(once);
    EXPECT_FALSE(admits(once));
  }
  EXPECT_TRUE(eventually([&] { return device_->sessions().size() == 3; }));
  EXPECT_FALSE(admits(once));
  expect_others_unharmed();
}

TEST_F(WireAttackTest, replayed__as_the_very_bytes_that_went_over_the_wire) {
  const auto once = ticket();
  const auto request = recorded_request(once);
  const auto session = connect(once);
  const auto before = opened();
  for (int i = 0; i < 10; ++i) {
    const RawClient replayer(device_->address());
    replayer.send(request);
    EXPECT_TRUE(replayer.gets_cut());
  }
  EXPECT_EQ(opened(), before);
  expect_others_unharmed();
}

TEST_F(TicketAttackTest, altered_in_any_bit__is_refused_and_the_true_one_stays_good) {
  const auto good = ticket();
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto altered = good;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_FALSE(admits(altered)) << "bit " << bit;
  }
  EXPECT_TRUE(admits(good));
  expect_others_unharmed();
}

TEST_F(TicketAttackTest, presented_by_another_client__who_has_the_devices_half_is_refused) {
  const auto good = ticket();
  const auto devices = good.substr(0, good.size() / 2);
  // Of its own ticket, from the wire, or guessed.
  const auto own = device_->issue_ticket(grant(), TicketHalf{std::byte{0x5a}}, 10s);
  const std::string others(reinterpret_cast<const char*>(own.data()) + devices.size(),
                           devices.size());
  for (const auto& half : {others, devices, std::string(devices.size(), '\0')}) {
    EXPECT_FALSE(admits(devices + half));
  }
  EXPECT_FALSE(admits(devices));
  // Nor is it spent by that.
  EXPECT_TRUE(admits(good));
  expect_others_unharmed();
}

TEST_F(TicketAttackTest, forged__is_refused) {
  std::mt19937 random(1);
  for (int i = 0; i < 100; ++i) {
    std::string forged(kTicketSizeBytes, '\0');
    for (auto& byte : forged) byte = static_cast<char>(random());
    ASSERT_FALSE(admits(forged));
  }
  for (const char byte : {'\0', '\xff'}) EXPECT_FALSE(admits(std::string(kTicketSizeBytes, byte)));
  expect_others_unharmed();
}

TEST_F(WireAttackTest, cut_short_or_of_another_version__is_refused) {
  const auto good = ticket();
  const auto request = recorded_request(good);
  const auto before = opened();
  for (std::size_t missing = 1; missing <= kTicketSizeBytes; ++missing) {
    const RawClient client(device_->address());
    client.send(std::span(request).first(request.size() - missing));
    const auto other_version = RawClient(device_->address());
    auto altered = request;
    altered[request.size() - kTicketSizeBytes - 1] = static_cast<std::byte>(missing + 1);
    other_version.send(altered);
    EXPECT_TRUE(other_version.gets_cut());
  }
  EXPECT_EQ(opened(), before);
  EXPECT_TRUE(admits(good));
}

TEST_F(TicketAttackTest, expired__is_refused) {
  const auto expired = ticket(kReadWrite, 0, kVolumeBytes, 1ms);
  const auto expiry = TicketTable::Clock::now() + 1ms;
  ASSERT_TRUE(eventually([&] { return TicketTable::Clock::now() > expiry; }));
  EXPECT_FALSE(admits(expired));
  // Another one is issued meanwhile, which is when the device forgets old ones.
  const auto next = ticket();
  EXPECT_FALSE(admits(expired));
  EXPECT_TRUE(admits(next));
  expect_others_unharmed();
}

TEST_F(TicketAttackTest, presented_twice_at_once__admits_one) {
  constexpr int kRounds = 20;
  constexpr int kClients = 4;
  for (int round = 0; round < kRounds; ++round) {
    const auto shared = ticket();
    std::atomic<int> ready{0};
    std::atomic<int> admitted{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&] {
        ++ready;
        while (ready < kClients) std::this_thread::yield();
        if (admits(shared)) ++admitted;
      });
    }
    for (auto& client : clients) client.join();
    ASSERT_EQ(admitted, 1);
  }
  expect_others_unharmed();
}

TEST_F(TicketAttackTest, of_a_deleted_volume__opens_neither_it_nor_its_successor) {
  device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
  const auto old = ticket(grant_of("x", 0, kVolumeBytes));
  device_->delete_volume("x");
  EXPECT_FALSE(admits(old));
  device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
  const auto older = ticket(grant_of("x", 0, kVolumeBytes));
  device_->delete_volume("x");
  device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
  EXPECT_FALSE(admits(older));
  expect_others_unharmed();
}

}  // namespace
}  // namespace memvol::device
