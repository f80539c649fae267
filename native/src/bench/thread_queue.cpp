#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "bench/engine.hpp"
#include "bench/file_queue.hpp"

namespace memvol::bench {

namespace {

// More would only wait for each other.
constexpr std::uint32_t kThreadsMax = 64;

// A negative errno, or how much was done.
std::int64_t carry_out(int file, const FileRequest& request) {
  const std::span<std::byte> buffer = request.buffer;
  const auto offset = static_cast<off_t>(request.offset_bytes);
  ssize_t result = 0;
  switch (request.direction) {
    case Direction::kRead:
      result = pread(file, buffer.data(), buffer.size(), offset);
      break;
    case Direction::kWrite:
      result = pwrite(file, buffer.data(), buffer.size(), offset);
      break;
    case Direction::kTrim:
      result = fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset,
                         static_cast<off_t>(buffer.size()));
      break;
  }
  return result < 0 ? -errno : result;
}

class ThreadQueue final : public FileQueue {
 public:
  ThreadQueue(int file, std::uint32_t depth) : file_(file) {
    for (std::uint32_t thread = 0; thread < std::min(depth, kThreadsMax); ++thread) {
      threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
  }

  ~ThreadQueue() override {
    for (std::jthread& thread : threads_) thread.request_stop();
  }
  ThreadQueue(const ThreadQueue&) = delete;
  ThreadQueue& operator=(const ThreadQueue&) = delete;

  bool submit(const FileRequest& request) override {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(request);
    work_to_do_.notify_one();
    return true;
  }

  std::size_t poll(std::span<std::uint32_t> slots) override {
    const std::lock_guard lock(mutex_);
    std::size_t completed = 0;
    while (completed < slots.size() && !done_.empty()) {
      const Done done = done_.front();
      const bool failed = !is_whole(done.request, done.result);
      // First what completed before it.
      if (failed && completed > 0) break;
      done_.pop_front();
      if (failed) fail_request(done.request, done.result);
      slots[completed++] = done.request.slot;
    }
    return completed;
  }

  void wait(std::chrono::nanoseconds timeout) override {
    std::unique_lock lock(mutex_);
    something_done_.wait_for(lock, timeout, [this] { return !done_.empty(); });
  }

 private:
  struct Done {
    FileRequest request;
    std::int64_t result;
  };

  void work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (work_to_do_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
      const FileRequest request = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      const std::int64_t result = carry_out(file_, request);
      lock.lock();
      done_.push_back({.request = request, .result = result});
      something_done_.notify_one();
    }
  }

  int file_;
  std::mutex mutex_;
  std::condition_variable_any work_to_do_;
  std::condition_variable something_done_;
  std::deque<FileRequest> waiting_;
  std::deque<Done> done_;
  // Last, as they use all the others.
  std::vector<std::jthread> threads_;
};

}  // namespace

std::unique_ptr<FileQueue> make_thread_queue(int file, std::uint32_t depth) {
  return std::make_unique<ThreadQueue>(file, depth);
}

bool is_whole(const FileRequest& request, std::int64_t result) {
  if (result < 0) return false;
  return request.direction == Direction::kTrim ||
         static_cast<std::size_t>(result) == request.buffer.size();
}

void fail_request(const FileRequest& request, std::int64_t result) {
  const char* const name = name_of(request.direction);
  const std::string what = std::string("a ") + name;
  if (result < 0) {
    const int error = static_cast<int>(-result);
    const std::string reason = std::generic_category().message(error);
    throw OperationFailure(Failure("io_failed", name, error, what + " failed: " + reason),
                           request.slot);
  }
  const std::string done = std::to_string(result) + " of " + std::to_string(request.buffer.size());
  throw OperationFailure(Failure("io_failed", name, EIO, what + " did " + done + " bytes"),
                         request.slot);
}

}  // namespace memvol::bench
