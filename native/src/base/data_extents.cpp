#include "base/data_extents.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <optional>

#include "base/system_failure.hpp"
#include "base/unique_fd.hpp"

namespace memvol {

namespace {

// Nothing behind the last data.
std::optional<off_t> seek(const UniqueFd& file, off_t from, int whence, const std::string& path) {
  const off_t at = ::lseek(file.get(), from, whence);
  if (at >= 0) return at;
  if (errno == ENXIO) return std::nullopt;
  throw system_failure("file_unreadable", "lseek", path);
}

}  // namespace

std::vector<DataExtent> data_extents(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw system_failure("file_unreadable", "open", path);
  std::vector<DataExtent> extents;
  off_t end = 0;
  while (const auto data = seek(file, end, SEEK_DATA, path)) {
    // There is a hole at the end of every file.
    end = seek(file, *data, SEEK_HOLE, path).value_or(*data);
    if (end <= *data) break;
    extents.push_back({.offset_bytes = static_cast<std::uint64_t>(*data),
                       .length_bytes = static_cast<std::uint64_t>(end - *data)});
  }
  return extents;
}

}  // namespace memvol
