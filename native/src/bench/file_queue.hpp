// Operations on a file that are under way: two ways to have several at once.
//
// Threading: used by one thread. Lifetime: the file and the buffers must outlive it; destroying it
// waits for what is in flight.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "bench/direction.hpp"

namespace memvol::bench {

struct FileRequest {
  Direction direction;
  std::uint32_t slot;
  std::uint64_t offset_bytes;
  // Of a trim only its length counts. A write's is not written to.
  std::span<std::byte> buffer;
};

class FileQueue {
 public:
  virtual ~FileQueue() = default;
  // False when it is full: poll, then try again.
  virtual bool submit(const FileRequest& request) = 0;
  // As Engine::poll. Throws OperationFailure `io_failed`.
  virtual std::size_t poll(std::span<std::uint32_t> slots) = 0;
  virtual void wait(std::chrono::nanoseconds timeout) = 0;
};

// Nothing where the kernel does not allow io_uring.
std::unique_ptr<FileQueue> make_uring_queue(int file, std::uint32_t depth);
std::unique_ptr<FileQueue> make_thread_queue(int file, std::uint32_t depth);

// Whether a result, a negative errno or a count, says that all was done.
bool is_whole(const FileRequest& request, std::int64_t result);
// Throws OperationFailure `io_failed` for one that does not.
[[noreturn]] void fail_request(const FileRequest& request, std::int64_t result);

}  // namespace memvol::bench
