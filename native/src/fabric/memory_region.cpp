#include "fabric/memory_region.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_domain.h>

#include <cstdint>

#include "base/random_bytes.hpp"
#include "fabric/fabric_failure.hpp"

namespace memvol::fabric {

namespace {

// Keys are not secrets, yet where we choose them a guess shall not hit.
std::uint64_t random_key() {
  std::uint64_t key = 0;
  fill_random(std::as_writable_bytes(std::span(&key, 1)));
  return key;
}

MemoryRegionHandle register_memory(fid_domain& domain, std::span<std::byte> memory,
                                   std::uint64_t access, std::uint64_t key) {
  fid_mr* handle = nullptr;
  const int result =
      fi_mr_reg(&domain, memory.data(), memory.size(), access, 0, key, 0, &handle, nullptr);
  check(result, "memory_unavailable", "fi_mr_reg",
        "cannot register " + std::to_string(memory.size()) + " bytes with the fabric");
  return MemoryRegionHandle(handle);
}

std::uint64_t access_flags(RemoteRights rights) {
  return (rights.read ? FI_REMOTE_READ : 0) | (rights.write ? FI_REMOTE_WRITE : 0);
}

}  // namespace

RemoteRegion::RemoteRegion(fid_domain& domain, const MemoryModel& model,
                           std::span<std::byte> memory, RemoteRights rights)
    : handle_(register_memory(domain, memory, access_flags(rights),
                              model.provider_keys ? 0 : random_key())),
      base_(model.virtual_addresses ? reinterpret_cast<std::uintptr_t>(memory.data()) : 0) {}

std::uint64_t RemoteRegion::key() const { return fi_mr_key(handle_.get()); }

LocalBuffer::LocalBuffer(fid_domain& domain, const MemoryModel& model, std::span<std::byte> memory)
    : handle_(model.local_registration
                  ? register_memory(domain, memory, FI_READ | FI_WRITE | FI_SEND | FI_RECV,
                                    random_key())
                  : nullptr) {}

void* LocalBuffer::descriptor() const { return handle_ ? fi_mr_desc(handle_.get()) : nullptr; }

}  // namespace memvol::fabric
