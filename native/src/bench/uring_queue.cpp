#include <fcntl.h>
#include <liburing.h>

#include <vector>

#include "bench/file_queue.hpp"

namespace memvol::bench {

namespace {

class UringQueue final : public FileQueue {
 public:
  UringQueue(int file, std::uint32_t depth)
      : file_(file), usable_(io_uring_queue_init(depth, &ring_, 0) == 0), requests_(depth) {}

  ~UringQueue() override {
    if (!usable_) return;
    while (in_flight_ > 0) {
      io_uring_cqe* done = nullptr;
      if (io_uring_wait_cqe(&ring_, &done) != 0) break;
      io_uring_cqe_seen(&ring_, done);
      --in_flight_;
    }
    io_uring_queue_exit(&ring_);
  }
  UringQueue(const UringQueue&) = delete;
  UringQueue& operator=(const UringQueue&) = delete;

  // Whether the kernel allows it.
  bool usable() const { return usable_; }

  bool submit(const FileRequest& request) override {
    io_uring_sqe* const entry = io_uring_get_sqe(&ring_);
    if (entry == nullptr) return false;
    prepare(entry, request);
    io_uring_sqe_set_data64(entry, request.slot);
    requests_[request.slot] = request;
    const int submitted = io_uring_submit(&ring_);
    if (submitted < 0) fail_request(request, submitted);
    ++in_flight_;
    return true;
  }

  std::size_t poll(std::span<std::uint32_t> slots) override {
    std::size_t completed = 0;
    io_uring_cqe* done = nullptr;
    while (completed < slots.size() && io_uring_peek_cqe(&ring_, &done) == 0) {
      const auto slot = static_cast<std::uint32_t>(io_uring_cqe_get_data64(done));
      const std::int64_t result = done->res;
      const FileRequest& request = requests_[slot];
      const bool failed = !is_whole(request, result);
      // First what completed before it.
      if (failed && completed > 0) break;
      io_uring_cqe_seen(&ring_, done);
      --in_flight_;
      if (failed) fail_request(request, result);
      slots[completed++] = slot;
    }
    return completed;
  }

  void wait(std::chrono::nanoseconds timeout) override {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
    __kernel_timespec limit{.tv_sec = seconds.count(), .tv_nsec = (timeout - seconds).count()};
    io_uring_cqe* done = nullptr;
    io_uring_wait_cqe_timeout(&ring_, &done, &limit);
  }

 private:
  void prepare(io_uring_sqe* entry, const FileRequest& request) const {
    const std::span<std::byte> buffer = request.buffer;
    const auto length = static_cast<unsigned>(buffer.size());
    switch (request.direction) {
      case Direction::kRead:
        return io_uring_prep_read(entry, file_, buffer.data(), length, request.offset_bytes);
      case Direction::kWrite:
        return io_uring_prep_write(entry, file_, buffer.data(), length, request.offset_bytes);
      case Direction::kTrim:
        return io_uring_prep_fallocate(entry, file_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                                       static_cast<off_t>(request.offset_bytes),
                                       static_cast<off_t>(buffer.size()));
    }
  }

  int file_;
  io_uring ring_{};
  bool usable_;
  std::size_t in_flight_ = 0;
  // By slot.
  std::vector<FileRequest> requests_;
};

}  // namespace

std::unique_ptr<FileQueue> make_uring_queue(int file, std::uint32_t depth) {
  auto queue = std::make_unique<UringQueue>(file, depth);
  if (!queue->usable()) return nullptr;
  return queue;
}

}  // namespace memvol::bench
