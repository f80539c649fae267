// A volume with a backing store, written to over the fabric.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "client/transfer.hpp"
#include "device_fixture.hpp"

namespace memvol::device {

namespace {

class BackedVolumeTest : public DeviceTest {
 protected:
  BackedVolumeTest() {
    std::string name = (std::filesystem::temp_directory_path() / "memvol-backed-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    device_->delete_volume("v");
  }
  ~BackedVolumeTest() override {
    device_.reset();
    std::filesystem::remove_all(directory_);
  }

  void create(bool recover,
              persistence::DurabilityMode mode = persistence::DurabilityMode::kBarrier) {
    device_->create_backed_volume({.id = "v",
                                   .name = "kept",
                                   .size_bytes = kVolumeBytes,
                                   .region_size_bytes = kRegionBytes,
                                   .directory = directory_,
                                   .recover = recover,
                                   .durability = {.mode = mode}});
  }

  // As a process that dies: nothing is persisted at the end.
  void restart() {
    device_.reset();
    device_ = std::make_unique<Device>(test_options());
    create(true);
  }

  void write(std::size_t offset, char value, std::size_t length) {
    std::vector<std::byte> bytes(length, static_cast<std::byte>(value));
    auto wanted = grant();
    wanted.observe = observation::Mode::kImmediate;
    client::write_bytes(*connect(ticket(wanted)), offset, bytes, std::chrono::seconds(5));
  }

  std::byte byte_at(std::size_t offset) {
    std::vector<std::byte> byte(1);
    client::read_bytes(*connect(ticket()), offset, byte, std::chrono::seconds(5));
    return byte.front();
  }

  std::string directory_;
};

TEST_F(BackedVolumeTest, what_was_written_before_a_flush__comes_back) {
  create(false);
  write(0, 'a', 100);
  write(kVolumeBytes - 1, 'b', 1);
  EXPECT_EQ(device_->flush_volume("v"), 1U);
  write(kRegionBytes, 'c', 1);
  restart();
  EXPECT_EQ(byte_at(99), std::byte{'a'});
  EXPECT_EQ(byte_at(kVolumeBytes - 1), std::byte{'b'});
  EXPECT_EQ(byte_at(kRegionBytes), std::byte{0});
  EXPECT_EQ(device_->durability("v").durable_epoch, 1U);
  EXPECT_EQ(device_->durability("v").dirty_bytes, 0U);
}

TEST_F(BackedVolumeTest, what_is_loaded__is_neither_a_change_nor_unwritten) {
  create(false);
  write(0, 'a', 1);
  device_->flush_volume("v");
  restart();
  EXPECT_TRUE(device_->observer().scan("v", {0, kVolumeBytes}).changed.empty());
  const auto written = device_->observer().dirty("v", observer::kCreationPoint);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written.front(), (observation::Extent{0, kRegionBytes}));
}

TEST_F(BackedVolumeTest, retired__sessions_have_ended_and_the_image_is_the_volume) {
  create(false);
  const auto session = connect(ticket());
  write(5000, 'x', 2);
  device_->retire_volume("v");
  EXPECT_TRUE(device_->sessions().empty());
  std::ifstream file(directory_ + "/kept.img", std::ios::binary);
  const std::string image((std::istreambuf_iterator<char>(file)), {});
  std::string expected(kVolumeBytes, '\0');
  expected.replace(5000, 2, "xx");
  EXPECT_TRUE(image == expected);
}

// Several clients, each write acknowledged before the next; then the device dies.
TEST_F(BackedVolumeTest, sync__what_was_acknowledged_comes_back_without_a_flush) {
  create(false, persistence::DurabilityMode::kSync);
  constexpr std::size_t kClients = 4;
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    auto wanted = grant();
    wanted.observe = i % 2 == 0 ? observation::Mode::kImmediate : observation::Mode::kMessage;
    wanted.acknowledges = true;
    clients.emplace_back([this, i, options = options(ticket(wanted))] {
      const auto session = client::Session::connect(options);
      for (std::size_t step = 0; step < 20; ++step) {
        std::vector<std::byte> bytes(512, static_cast<std::byte>('a' + i));
        client::write_bytes(*session, (step * kClients + i) * kRegionBytes, bytes,
                            std::chrono::seconds(20));
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(device_->durability("v").dirty_bytes, 0U);
  device_.reset();
  device_ = std::make_unique<Device>(test_options());
  create(true, persistence::DurabilityMode::kSync);
  for (std::size_t region = 0; region < 20 * kClients; ++region) {
    ASSERT_EQ(byte_at(region * kRegionBytes + 511),
              static_cast<std::byte>('a' + region % kClients));
  }
}

TEST_F(BackedVolumeTest, deleted__its_store_is_gone) {
  create(false);
  device_->delete_volume("v");
  EXPECT_TRUE(std::filesystem::is_empty(directory_));
  EXPECT_EQ(code_of([&] { device_->flush_volume("v"); }), "volume_not_found");
}

TEST_F(BackedVolumeTest, a_volume_without_a_store__cannot_be_flushed) {
  device_->create_volume("w", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
  EXPECT_EQ(code_of([&] { device_->flush_volume("w"); }), "volume_not_found");
}

}  // namespace

}  // namespace memvol::device
