#include "memory/volume_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/failure.hpp"

namespace memvol::memory {
namespace {

TEST(VolumeMemory, bytes__are_zero_and_exactly_as_many_as_asked_for) {
  const VolumeMemory memory(3 * 4096 + 512, PageSize::kStandard);
  const auto bytes = memory.bytes();
  EXPECT_EQ(bytes.size(), 3U * 4096 + 512);
  EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](auto b) { return b == std::byte{0}; }));
}

TEST(VolumeMemory, bytes__can_be_written_to_the_last) {
  const VolumeMemory memory(1 << 20, PageSize::kStandard);
  memory.bytes().back() = std::byte{1};
  EXPECT_EQ(memory.bytes().back(), std::byte{1});
}

TEST(VolumeMemory, construct__impossible_size_names_the_size_and_the_call) {
  try {
    const VolumeMemory memory(std::size_t{1} << 62, PageSize::kStandard);
    FAIL() << "4 EiB were allocated";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "memory_unavailable");
    EXPECT_NE(std::string(failure.what()).find("4611686018427387904"), std::string::npos);
    EXPECT_FALSE(failure.operation().empty());
  }
}

}  // namespace
}  // namespace memvol::memory
