#include "observer/lent_memory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <optional>
#include <thread>

namespace memvol::observer {
namespace {

TEST(LentMemory, take_back__waits_for_the_look_that_is_being_had) {
  const std::array<std::byte, 8> bytes{};
  LentMemory memory(bytes);
  std::optional<LentMemory::Look> look = memory.look();
  ASSERT_TRUE(*look);
  EXPECT_EQ(look->bytes().data(), bytes.data());
  std::atomic<bool> is_looking{true};
  std::atomic<bool> was_looking{false};
  std::thread owner([&] {
    memory.take_back();
    was_looking = is_looking.load();
  });
  while (!memory.taken_back()) std::this_thread::yield();
  // The owner is at it; give it every chance to go on too early.
  for (int i = 0; i < 1000; ++i) std::this_thread::yield();
  is_looking = false;
  look.reset();
  owner.join();
  EXPECT_FALSE(was_looking);
}

TEST(LentMemory, look__sees_nothing_once_it_is_taken_back) {
  const std::array<std::byte, 8> bytes{};
  LentMemory memory(bytes);
  memory.take_back();
  EXPECT_FALSE(memory.look());
  EXPECT_TRUE(memory.look().bytes().empty());
}

}  // namespace
}  // namespace memvol::observer
