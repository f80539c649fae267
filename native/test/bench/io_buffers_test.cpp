// IoBuffers: places apart from each other, and sectors that never repeat.
#include "bench/io_buffers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

namespace memvol::bench {
namespace {

JobSpec job_of(std::uint32_t read_percent) {
  JobSpec job;
  job.pattern.read_percent = read_percent;
  job.pattern.block_sizes = {BlockSizes::of(1024), BlockSizes::of(4096)};
  job.iodepth = 4;
  return job;
}

Operation write_of(std::uint64_t length_bytes) {
  return {.direction = Direction::kWrite, .length_bytes = length_bytes};
}

TEST(IoBuffers, places__lie_in_the_area_and_do_not_overlap) {
  IoBuffers buffers(job_of(50), 1);
  const std::span<std::byte> area = buffers.area();
  std::vector<int> owners(area.size());
  const auto own = [&](std::span<const std::byte> place, std::size_t size_bytes) {
    ASSERT_EQ(place.size(), size_bytes);
    const auto from = static_cast<std::size_t>(place.data() - area.data());
    ASSERT_LE(from + size_bytes, area.size());
    for (std::size_t at = from; at < from + size_bytes; ++at) ++owners[at];
  };
  for (std::uint32_t slot = 0; slot < 4; ++slot) {
    own(buffers.for_read(slot, 1024), 1024);
    own(buffers.for_write(slot, write_of(4096)), 4096);
  }
  EXPECT_EQ(std::count(owners.begin(), owners.end(), 1), 4 * (1024 + 4096));
  EXPECT_EQ(*std::max_element(owners.begin(), owners.end()), 1);
}

TEST(IoBuffers, written_sectors__are_never_the_same_twice) {
  IoBuffers buffers(job_of(0), 1);
  IoBuffers of_another_thread(job_of(0), 2);
  std::set<std::string> sectors;
  for (int round = 0; round < 50; ++round) {
    for (std::uint32_t slot = 0; slot < 4; ++slot) {
      for (IoBuffers* source : {&buffers, &of_another_thread}) {
        const std::span<const std::byte> block = source->for_write(slot, write_of(4096));
        for (std::size_t at = 0; at < block.size(); at += 512) {
          sectors.emplace(reinterpret_cast<const char*>(&block[at]), 512);
        }
      }
    }
  }
  EXPECT_EQ(sectors.size(), 50U * 4 * 2 * 8);
}

TEST(IoBuffers, trims__are_zeros_whatever_was_written) {
  JobSpec job = job_of(0);
  job.pattern.trims = Trims::kBeforeWrite;
  job.pattern.block_sizes.trim = BlockSizes::of(10'000);
  IoBuffers buffers(job, 1);
  for (std::uint32_t slot = 0; slot < 4; ++slot) buffers.for_write(slot, write_of(4096));
  const std::span<const std::byte> zeros = buffers.for_trim(10'000);
  ASSERT_EQ(zeros.size(), 10'000U);
  EXPECT_EQ(std::count(zeros.begin(), zeros.end(), std::byte{0}), 10'000);
}

TEST(IoBuffers, shorter_operation__takes_the_start_of_its_slot) {
  JobSpec job = job_of(0);
  job.pattern.block_sizes.write = {
      .min_bytes = 512, .max_bytes = 4096, .unaligned = false, .split = {}};
  IoBuffers buffers(job, 1);
  EXPECT_EQ(buffers.for_write(2, write_of(512)).size(), 512U);
  EXPECT_EQ(buffers.for_write(2, write_of(512)).data(),
            buffers.for_write(2, write_of(4096)).data());
}

TEST(IoBuffers, written_data__uses_all_byte_values_evenly) {
  IoBuffers buffers(job_of(0), 1);
  std::array<int, 256> counts{};
  for (std::uint32_t slot = 0; slot < 4; ++slot) {
    for (const std::byte byte : buffers.for_write(slot, write_of(4096)))
      ++counts.at(std::to_integer<int>(byte));
  }
  // 64 of each expected; six standard deviations.
  for (const int count : counts) EXPECT_NEAR(count, 64, 48);
}

}  // namespace
}  // namespace memvol::bench
