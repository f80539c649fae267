// The engine that reads and writes a local file or block device, for comparison with a volume: by
// io_uring where the kernel allows it, else by threads that block in pread() and pwrite().
//
// Trims punch holes. An operation that does less than it was asked to has failed.
#pragma once

#include <memory>

#include "base/unique_fd.hpp"
#include "bench/engine.hpp"
#include "bench/file_queue.hpp"
#include "bench/io_buffers.hpp"

namespace memvol::bench {

enum class FileAccess : std::uint8_t { kBest, kThreads };

class FileEngine final : public Engine {
 public:
  // Opens. Throws Failure `file_unreadable` or `file_unwritable` when it cannot, `range_invalid`
  // when the job leaves the file.
  FileEngine(const JobSpec& job, const ThreadSpec& thread, FileAccess access = FileAccess::kBest);

  bool submit(const Operation& operation, std::uint32_t slot) override;
  std::size_t poll(std::span<std::uint32_t> slots) override { return queue_->poll(slots); }
  void wait(std::chrono::nanoseconds timeout) override { queue_->wait(timeout); }
  void settle(std::chrono::nanoseconds) override {}
  std::span<const std::byte> read_data(std::uint32_t slot,
                                       std::uint64_t length_bytes) const override {
    return buffers_.for_read(slot, length_bytes);
  }

 private:
  // In this order: what is in flight ends before its buffers and the file go.
  IoBuffers buffers_;
  UniqueFd file_;
  std::unique_ptr<FileQueue> queue_;
};

}  // namespace memvol::bench
