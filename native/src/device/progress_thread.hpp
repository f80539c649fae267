// A thread that advances one-sided operations on providers where that takes the target's
// processor (tcp, shm): it reads the completion queues of the sessions given to it.
//
// It spins while there is traffic, for `spin` after the last of it, and then blocks on the
// queues' file descriptors, so that an idle device costs nothing. Each turn asks the kernel which
// queues have something and reads those, so idle sessions cost nothing either. That question, and
// the kernel's callback that keeps the answer, shows in small operations over loopback. So
// while one queue has all the traffic, it is not watched but read straight away,
// for `spin` at a time: the longest delay that this can mean for another queue.
//
// Threading: add and remove from any other thread. After remove has returned, the thread does
// not touch the queue again, so it may be closed.
#pragma once

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
#include "device/queue_watch.hpp"
#include "device/traffic_watch.hpp"
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
  // Reads the queues that have something; returns the last one that had, null when none had.
  fabric::CompletionQueue* look_around();
  // The same of those that are watched, for which it waits so long.
  fabric::CompletionQueue* progress(int timeout_ms);
  void advance(fabric::CompletionQueue& queue);
  // Reads this queue over and over until then, and stops to watch it.
  void serve_alone(fabric::CompletionQueue& queue, Clock::time_point end);
  void watch_alone_again();
  // Blocks until a queue or the signal is ready.
  void block();
  void carry_out_requests();
  // Stops to look at a queue, if it ever did.
  void let_go_of(fabric::CompletionQueue& queue);
  void post_and_await(fabric::CompletionQueue& queue, bool adding);

  std::chrono::nanoseconds spin_;
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

  // The thread's own. Queues that failed are in none of these; they wait for removal.
  std::set<fabric::CompletionQueue*> queues_;
  QueueWatch watch_;
  // Had traffic since the thread last blocked.
  std::set<fabric::CompletionQueue*> busy_;
  TrafficWatch<fabric::CompletionQueue> traffic_;
  // Not watched, since it has all the traffic.
  fabric::CompletionQueue* alone_ = nullptr;
  std::thread thread_;
};

}  // namespace memvol::device
