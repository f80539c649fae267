// A thread that advances one-sided operations on providers where that takes the target's
// processor (tcp, shm): it reads the completion queues of the sessions given to it.
//
// It spins while there is traffic, for `spin` after the last of it, and then blocks on the
// queues' file descriptors, so that an idle device costs nothing.
//
// Threading: add and remove from any other thread. After remove has returned, the thread does
// not touch the queue again, so it may be closed.
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/event_signal.hpp"
#include "base/unique_fd.hpp"
#include "fabric/completion_queue.hpp"

namespace memvol::device {

class ProgressThread {
 public:
  ProgressThread(const std::string& name, std::chrono::nanoseconds spin);
  ~ProgressThread();

  void add(fabric::CompletionQueue& queue);
  void remove(fabric::CompletionQueue& queue);
  std::size_t queue_count() const { return queue_count_; }

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  // Reads the queues that have something; returns whether any had.
  bool progress(int timeout_ms);
  void advance(fabric::CompletionQueue& queue);
  // Blocks until a queue or the signal is ready.
  void block();
  void carry_out_requests();
  void post_and_await(fabric::CompletionQueue& queue, bool adding);

  std::chrono::nanoseconds spin_;
  UniqueFd epoll_;
  EventSignal signal_;

  std::mutex mutex_;
  std::condition_variable carried_out_;
  struct Request {
    fabric::CompletionQueue* queue;
    bool adding;
    bool* done;
  };
  std::vector<Request> requests_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> queue_count_{0};

  // The thread's own: queues that it advances, and those that failed and wait for removal.
  std::set<fabric::CompletionQueue*> queues_;
  std::thread thread_;
};

}  // namespace memvol::device
