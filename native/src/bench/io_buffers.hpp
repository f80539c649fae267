// The local memory of a job's operations: one area, a place for each slot and direction, so
// that what a read brings in never becomes what a write sends.
// Unless the job says otherwise, what is written neither compresses nor deduplicates: the area is
// filled with random data once, and each 512-byte sector of each write gets a number of its own.
//
// Threading: one thread. Lifetime: must outlive every operation and registration that uses it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

#include "bench/block_seal.hpp"
#include "bench/filler.hpp"
#include "bench/random.hpp"
#include "bench/spec.hpp"
#include "bench/workload.hpp"

namespace memvol::bench {

class IoBuffers {
 public:
  IoBuffers(const JobSpec& job, std::uint64_t seed);

  std::span<std::byte> area() const { return {memory_.get(), size_bytes_}; }
  // Lengths up to the job's longest block of the direction.
  std::span<std::byte> for_read(std::uint32_t slot, std::uint64_t length_bytes) const;
  // With what it shall write.
  std::span<const std::byte> for_write(std::uint32_t slot, const Operation& operation);
  // Zeros, the same for all slots.
  std::span<const std::byte> for_trim(std::uint64_t length_bytes) const;

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };

  void stamp(std::span<std::byte> block);
  void fill_places(std::uint64_t seed, std::uint32_t iodepth);

  Filler filler_;
  // Absent where nothing is verified.
  std::optional<BlockSeal> seal_;
  std::size_t read_bytes_;
  std::size_t write_bytes_;
  std::size_t writes_from_bytes_;
  std::size_t zeros_from_bytes_;
  std::size_t size_bytes_;
  std::unique_ptr<std::byte[], Free> memory_;
  SplitMix64 stamps_;
};

}  // namespace memvol::bench
