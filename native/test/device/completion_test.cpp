// What a completion says, whatever flags a provider takes: the bytes are there.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "../support/test_fabric.hpp"
#include "client/session.hpp"
#include "device/connection_manager.hpp"
#include "sanitized.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

constexpr int kWrites = kSanitized ? 200 : 2000;
constexpr std::size_t kLengthBytes = std::size_t{64} << 10;

// The parts of a device, so that the volume's memory is seen past the fabric.
class CompletionTest : public ::testing::Test {
 protected:
  CompletionTest()
      : memory_(std::make_shared<memory::VolumeMemory>(kLengthBytes, memory::PageSize::kStandard)),
        connections_({.address = test_address(), .progress = {.thread_count = 1, .spin = 20us}},
                     tickets_, volumes_, observer_, backed_) {
    observer_.add_volume("v", memory_->bytes(), 4096);
    volumes_.add("v", memory_);
  }

  std::unique_ptr<client::Session> connect(observation::Mode observe) {
    const auto ticket = tickets_.issue({.session_id = "1",
                                        .volume_id = "v",
                                        .client = "test",
                                        .offset_bytes = 0,
                                        .length_bytes = kLengthBytes,
                                        .rights = {.read = true, .write = true},
                                        .observe = observe},
                                       {}, TicketTable::Clock::now() + 10s);
    return client::Session::connect(
        {.address = connections_.address(),
         .ticket = {reinterpret_cast<const char*>(ticket.data()), ticket.size()},
         .timeout = 20s});
  }

  void expect_writes_arrive(client::Session& session) {
    std::vector<std::byte> sent(kLengthBytes);
    const auto local = session.register_buffer(sent);
    for (int turn = 1; turn <= kWrites; ++turn) {
      // The last bytes come last.
      std::memcpy(&sent[kLengthBytes - sizeof(turn)], &turn, sizeof(turn));
      std::array<std::uint32_t, 1> slots;
      while (!session.post_write(0, local, sent, 0)) session.poll(slots);
      while (session.poll(slots) == 0) session.wait(1s);
      ASSERT_EQ(last_word().load(std::memory_order_acquire), turn);
    }
  }

  std::atomic_ref<int> last_word() {
    auto* last = &memory_->bytes()[kLengthBytes - sizeof(int)];
    return std::atomic_ref<int>(*reinterpret_cast<int*>(last));
  }

  TicketTable tickets_;
  VolumeTable volumes_;
  std::shared_ptr<memory::VolumeMemory> memory_;
  observer::Observer observer_{{}};
  BackedVolumes backed_{StoreOptions{}};
  ConnectionManager connections_;
};

TEST_F(CompletionTest, write__is_in_the_devices_memory_when_it_completes) {
  expect_writes_arrive(*connect(observation::Mode::kNone));
}

TEST_F(CompletionTest, write__told_of_is_there_as_well) {
  const auto mode =
      connections_.has_immediates() ? observation::Mode::kImmediate : observation::Mode::kMessage;
  expect_writes_arrive(*connect(mode));
}

}  // namespace
}  // namespace memvol::device
