#include "fabric/memory_region.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_errno.h>
#include <sys/resource.h>

#include <array>
#include <cstdint>
#include <optional>

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

// The most that this process may lock, in bytes; nothing when there is no limit.
std::optional<std::uint64_t> locked_memory_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return {};
  return limit.rlim_cur;
}

// What is registered with an adapter is locked, each registration for itself; who may lock no
// more is told that there is no memory.
Failure registration_failure(std::size_t size, int result) {
  const auto about = "cannot register " + std::to_string(size) + " bytes with the fabric";
  const auto limit = result == -FI_ENOMEM ? locked_memory_limit() : std::nullopt;
  if (!limit) return fabric_failure("memory_unavailable", "fi_mr_reg", result, about);
  return fabric_failure("locked_memory_limit", "fi_mr_reg", result,
                        about + ": this process may lock " + std::to_string(*limit) +
                            " bytes of memory at most (RLIMIT_MEMLOCK)");
}

MemoryRegionHandle register_memory(fid_domain& domain, std::span<std::byte> memory,
                                   std::uint64_t access, std::uint64_t key) {
  fid_mr* handle = nullptr;
  const int result =
      fi_mr_reg(&domain, memory.data(), memory.size(), access, 0, key, 0, &handle, nullptr);
  if (result != 0) throw registration_failure(memory.size(), result);
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

void require_exact_registrations(fid_domain& domain, const MemoryModel& model) {
  // Keys of our choice are ours alone.
  if (!model.provider_keys) return;
  std::array<std::byte, 64> memory{};
  const RemoteRegion readable(domain, model, memory, {.read = true});
  const RemoteRegion writable(domain, model, memory, {.write = true});
  if (readable.key() != writable.key()) return;
  throw Failure("fabric_unavailable", "fi_mr_reg", 0,
                "libfabric keeps registrations in a cache here, which gives every client every "
                "right; set FI_MR_CACHE_MAX_COUNT=0 for whatever uses libfabric in this process");
}

}  // namespace memvol::fabric
