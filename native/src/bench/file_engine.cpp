#include "bench/file_engine.hpp"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/failure.hpp"

namespace memvol::bench {

namespace {

UniqueFd open_file(const JobSpec& job) {
  const int access = !job.writes() ? O_RDONLY : job.reads() ? O_RDWR : O_WRONLY;
  const int flags = access | O_CLOEXEC | (job.file.direct ? O_DIRECT : 0);
  UniqueFd file(::open(job.file.path.c_str(), flags));
  if (file.get() >= 0) return file;
  const int error = errno;
  throw Failure(job.writes() ? "file_unwritable" : "file_unreadable", "open", error,
                "the file '" + job.file.path +
                    "' cannot be opened: " + std::generic_category().message(error));
}

void check_range(const JobSpec& job, const ThreadSpec& thread, int file) {
  // Of block devices, too.
  const off_t size = lseek(file, 0, SEEK_END);
  const std::uint64_t size_bytes = size < 0 ? 0 : static_cast<std::uint64_t>(size);
  const std::uint64_t end_bytes = job.offset_bytes + thread.offset_bytes + job.size_bytes;
  if (end_bytes <= size_bytes) return;
  throw Failure("range_invalid", "open", 0,
                "the job's range ends at " + std::to_string(end_bytes) + ", past the " +
                    std::to_string(size_bytes) + " bytes of the file '" + job.file.path + "'");
}

std::unique_ptr<FileQueue> make_queue(int file, std::uint32_t depth, FileAccess access) {
  if (access == FileAccess::kBest) {
    if (auto queue = make_uring_queue(file, depth)) return queue;
  }
  return make_thread_queue(file, depth);
}

}  // namespace

FileEngine::FileEngine(const JobSpec& job, const ThreadSpec& thread, FileAccess access)
    : buffers_(job, thread.seed), file_(open_file(job)) {
  check_range(job, thread, file_.get());
  queue_ = make_queue(file_.get(), job.iodepth, access);
}

bool FileEngine::submit(const Operation& operation, std::uint32_t slot) {
  const std::uint64_t length_bytes = operation.length_bytes;
  std::span<const std::byte> buffer;
  switch (operation.direction) {
    case Direction::kRead:
      buffer = buffers_.for_read(slot, length_bytes);
      break;
    case Direction::kWrite:
      buffer = buffers_.for_write(slot, operation);
      break;
    case Direction::kTrim:
      buffer = buffers_.for_trim(length_bytes);
      break;
  }
  return queue_->submit({.direction = operation.direction,
                         .slot = slot,
                         .offset_bytes = operation.offset_bytes,
                         .buffer = {const_cast<std::byte*>(buffer.data()), buffer.size()}});
}

}  // namespace memvol::bench
