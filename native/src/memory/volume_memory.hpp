// The memory of one volume: anonymous, shared, zeroed, wholly allocated before it is used, so
// that no first touch shows up in a client's latency and no later page fault can fail.
// Threading: immutable after construction; the bytes belong to whoever has access to them.
// Lifetime: unmapped, and so given back to the system, in the destructor; what is registered
// with a fabric must be closed before.
#pragma once

#include <cstddef>
#include <span>

#include "base/unique_fd.hpp"

namespace memvol::memory {

enum class PageSize { kStandard, kHuge };

class VolumeMemory {
 public:
  // Takes as long as zeroing takes. Throws Failure `memory_unavailable`, or
  // `huge_pages_unavailable` when the system has too few of them reserved.
  VolumeMemory(std::size_t size_bytes, PageSize page_size);
  ~VolumeMemory();
  VolumeMemory(const VolumeMemory&) = delete;
  VolumeMemory& operator=(const VolumeMemory&) = delete;

  // Exactly the size asked for, though the mapping may be longer (whole pages).
  std::span<std::byte> bytes() const { return {data_, size_bytes_}; }

 private:
  UniqueFd file_;
  std::size_t size_bytes_;
  std::size_t mapped_bytes_;
  std::byte* data_ = nullptr;
};

}  // namespace memvol::memory
