#include "memory/volume_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <string>

#include "base/system_failure.hpp"
#include "memory/available_memory.hpp"

namespace memvol::memory {

namespace {

// MFD_HUGETLB without a size: the system's default huge page, 2 MiB on amd64 and arm64.
constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

std::size_t round_up(std::size_t size, std::size_t unit) { return (size + unit - 1) / unit * unit; }

Failure allocation_failure(const char* operation, std::size_t size, PageSize page_size) {
  const bool huge = page_size == PageSize::kHuge;
  return system_failure(huge ? "huge_pages_unavailable" : "memory_unavailable", operation,
                        "cannot allocate " + std::to_string(size) + " bytes" +
                            (huge ? " in huge pages" : "") + " for a volume");
}

// Huge pages are reserved beforehand, so for them the allocation itself says whether they do.
void check_available(std::size_t size, PageSize page_size) {
  if (page_size == PageSize::kHuge) return;
  const auto available = available_memory_bytes();
  if (size <= available) return;
  throw Failure("memory_unavailable", "fallocate", ENOMEM,
                "cannot allocate " + std::to_string(size) + " bytes for a volume: only " +
                    std::to_string(available) + " are available on this system");
}

}  // namespace

VolumeMemory::VolumeMemory(std::size_t size_bytes, PageSize page_size)
    : size_bytes_(size_bytes),
      mapped_bytes_(page_size == PageSize::kHuge ? round_up(size_bytes, kHugePageBytes)
                                                 : size_bytes) {
  check_available(size_bytes, page_size);
  const bool huge = page_size == PageSize::kHuge;
  file_ = UniqueFd(::memfd_create("memvol-volume", MFD_CLOEXEC | (huge ? MFD_HUGETLB : 0)));
  if (file_.get() < 0) throw allocation_failure("memfd_create", size_bytes, page_size);
  if (::ftruncate(file_.get(), static_cast<off_t>(mapped_bytes_)) != 0) {
    throw allocation_failure("ftruncate", size_bytes, page_size);
  }
  int result = 0;
  do {
    result = ::fallocate(file_.get(), 0, 0, static_cast<off_t>(mapped_bytes_));
  } while (result != 0 && errno == EINTR);
  if (result != 0) throw allocation_failure("fallocate", size_bytes, page_size);
  void* data = ::mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                      file_.get(), 0);
  if (data == MAP_FAILED) throw allocation_failure("mmap", size_bytes, page_size);
  data_ = static_cast<std::byte*>(data);
}

VolumeMemory::~VolumeMemory() { ::munmap(data_, mapped_bytes_); }

}  // namespace memvol::memory
