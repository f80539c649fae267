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
  // As Engine::poll. Throws Failure `io_failed`.
  virtual std::size_t poll(std::span<std::uint32_t> slots) = 0;
  virtual void wait(std::chrono::nanoseconds timeout) = 0;
};

// Nothing where the kernel does not allow io_uring.
std::unique_ptr<FileQueue> make_uring_queue(int file, std::uint32_t depth);
std::unique_ptr<FileQueue> make_thread_queue(int file, std::uint32_t depth);

// Throws Failure `io_failed` for a result, a negative errno or a count, that is not the length.
void check_file_result(Direction direction, std::int64_t result, std::size_t length_bytes);

}  // namespace memvol::bench
