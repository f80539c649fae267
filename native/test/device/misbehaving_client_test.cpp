// Clients that tell the observer what is not so, or nonsense.
#include <array>
#include <random>
#include <thread>

#include "observation/message.hpp"
#include "observation_fixture.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

// A client that speaks the fabric's language and not ours.
client::Connection misbehaving(const client::ConnectOptions& options) {
  return client::open_connection(options.address, options.ticket, options.timeout, 16);
}

void await_write(client::Connection& connection) {
  std::array<fabric::Completion, 1> completed;
  while (connection.completions->read(completed) == 0) connection.completions->wait(1s);
}

// Writes region 7 and names another.
void write_and_name(client::Connection& connection, std::uint32_t region) {
  auto bytes = pattern(4096, 1);
  const fabric::LocalBuffer local(*connection.domain, fabric::memory_model(*connection.info),
                                  bytes);
  connection.endpoint->write_with_immediate(
      {.local = bytes.data(),
       .length_bytes = bytes.size(),
       .descriptor = local.descriptor(),
       .remote_address = connection.grant.range.base + 7 * kRegionBytes,
       .key = connection.grant.range.key,
       .context = nullptr},
      region);
  await_write(connection);
}

TEST_F(ObservationTest, misbehaving__names_regions_of_others_and_is_found_out) {
  const auto honest = client::Session::connect(observed(Mode::kImmediate));
  {
    auto wanted = grant();
    wanted.observe = Mode::kImmediate;
    wanted.length_bytes = kVolumeBytes / 2;
    auto connection = misbehaving(options(ticket(wanted)));
    write_and_name(connection, kVolumeBytes / kRegionBytes - 1);
    connection.endpoint->shut_down();
  }
  while (device_->sessions().size() > 1) std::this_thread::yield();
  EXPECT_EQ(dirty(), Regions{7});
  EXPECT_EQ(statistics().refused, 1U);
  auto bytes = pattern(10, 1);
  client::write_bytes(*honest, 0, bytes, 5s);
}

TEST_F(ObservationTest, misbehaving__names_other_regions_of_its_own_and_a_scan_finds_out) {
  auto connection = misbehaving(observed(Mode::kImmediate));
  write_and_name(connection, 9);
  while (dirty() != Regions{9}) std::this_thread::yield();
  const auto found =
      device_->observer().scan("v", {.offset_bytes = 0, .length_bytes = kVolumeBytes});
  EXPECT_EQ(regions_of(found.changed), Regions{7});
  EXPECT_EQ(dirty(), (Regions{7, 9}));
}

TEST_F(ObservationTest, misbehaving__sends_nonsense_and_harms_nobody) {
  const auto honest = client::Session::connect(observed(Mode::kMessage, true));
  auto connection = misbehaving(observed(Mode::kMessage));
  std::mt19937 random(1);
  std::vector<std::byte> nonsense(observation::kMessageSizeMaxBytes);
  const fabric::LocalBuffer local(*connection.domain, fabric::memory_model(*connection.info),
                                  nonsense);
  for (int i = 0; i < 300; ++i) {
    for (auto& byte : nonsense) byte = static_cast<std::byte>(random());
    if (i % 2 == 0) nonsense[0] = std::byte{1};
    if (i % 4 == 0) nonsense[1] = std::byte{1};
    const auto size = random() % nonsense.size();
    while (!connection.endpoint->send({.memory = nonsense.data(),
                                       .length_bytes = size,
                                       .descriptor = local.descriptor(),
                                       .context = nullptr})) {
    }
    await_write(connection);
  }
  auto bytes = pattern(10, 1);
  client::write_bytes(*honest, 9 * kRegionBytes, bytes, 5s);
  EXPECT_EQ(statistics().refused, 300U);
  EXPECT_EQ(dirty(), Regions{9});
}

}  // namespace
}  // namespace memvol::device
