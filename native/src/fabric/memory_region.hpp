// Memory registered with a domain: for remote access with exactly the rights given, or as the
// local side of operations.
// Lifetime: closes its registration in its destructor; the memory must outlive it, and the
// domain's endpoint must be closed before it (revocation: endpoint first, then the region).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "fabric/handle.hpp"
#include "fabric/provider.hpp"

namespace memvol::fabric {

struct RemoteRights {
  bool read = false;
  bool write = false;
};

class RemoteRegion {
 public:
  // Throws Failure when it cannot register, with the provider's text: `locked_memory_limit` when
  // that would lock more memory than the process may, else `memory_unavailable`.
  RemoteRegion(fid_domain& domain, const MemoryModel& model, std::span<std::byte> memory,
               RemoteRights rights);

  std::uint64_t key() const;
  // What a remote operation adds its offset to.
  std::uint64_t base() const { return base_; }

 private:
  MemoryRegionHandle handle_;
  std::uint64_t base_;
};

// That a registration grants what was asked for and is the caller's alone: what a session's
// isolation rests on. Throws Failure `fabric_unavailable` when the provider answers with one that
// it had at hand.
void require_exact_registrations(fid_domain& domain, const MemoryModel& model);

// Local memory for operations; unregistered where the provider does not ask for it. Throws as
// RemoteRegion.
class LocalBuffer {
 public:
  LocalBuffer(fid_domain& domain, const MemoryModel& model, std::span<std::byte> memory);

  // What the provider wants with each operation; null where it wants nothing.
  void* descriptor() const;

 private:
  MemoryRegionHandle handle_;
};

}  // namespace memvol::fabric
