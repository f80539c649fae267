// A thread that advances one-sided operations on providers where that takes the target's
// processor (tcp, shm), and acts on what sessions tell of theirs: it reads the completion queues
// of the sources given to it.
//
// It spins while there is traffic, for `spin` after the last of it, and then blocks on the
// queues' file descriptors, so that an idle device costs nothing. Each turn asks the kernel which
// queues have something and reads those, so idle sessions cost nothing either. That question, and
// the kernel's callback that keeps the answer, shows in small operations over loopback. So
// while one source has all the traffic, it is not watched but read straight away,
// for `spin` at a time: the longest delay that this can mean for another source.
//
// Scratch regions wake nobody: while there is a source that has one, the thread wakes every few
// milliseconds to look at it.
//
// Threading: add and remove from any other thread. After remove has returned, the thread does
// not touch the source again, so it may be closed.
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
#include "device/progress_source.hpp"
#include "device/queue_watch.hpp"
#include "device/traffic_watch.hpp"

namespace memvol::device {

class ProgressThread {
 public:
  ProgressThread(const std::string& name, std::chrono::nanoseconds spin);
  ~ProgressThread();

  void add(ProgressSource& source);
  void remove(ProgressSource& source);
  // When it returns, what had completed before was acted on.
  void catch_up();
  // To poll what needs it, now. Does not wait.
  void wake() { signal_.raise(); }
  std::size_t source_count() const { return source_count_; }

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  // Advances the sources that have something; returns the last that had, null when none had.
  ProgressSource* look_around();
  // The same of those that are watched, for which it waits so long.
  ProgressSource* progress(int timeout_ms);
  // Returns how many completions there were.
  std::size_t advance(ProgressSource& source);
  // The same of one that looked ready.
  void advance_ready(ProgressSource& source);
  // Advances this one over and over until then, and stops to watch it.
  void serve_alone(ProgressSource& source, Clock::time_point end);
  void watch_alone_again();
  // Blocks until a queue or the signal is ready, or something is to be polled. Returns whether
  // there was traffic.
  bool block();
  void poll_sources();
  void carry_out_requests();
  // Begins to look at a source, or tries again later: a provider shows the socket of a new
  // connection a little after it is established.
  void watch(ProgressSource& source);
  void watch_new_ones();
  // Stops to look at a source, if it ever did.
  void let_go_of(ProgressSource& source);
  struct Request;
  void post_and_await(const Request& request);
  void advance_all();

  std::chrono::nanoseconds spin_;
  EventSignal signal_;

  std::mutex mutex_;
  std::condition_variable carried_out_;
  struct Request {
    // Null: to catch up.
    ProgressSource* source = nullptr;
    bool adding = false;
    bool* done = nullptr;
  };
  std::vector<Request> requests_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> source_count_{0};

  // The thread's own. Sources that failed are in none of these; they wait for removal.
  std::set<ProgressSource*> sources_;
  QueueWatch watch_;
  // Of which the provider shows no descriptor yet.
  std::set<ProgressSource*> unwatched_;
  // Had traffic since the thread last blocked.
  std::set<ProgressSource*> busy_;
  // Had completions, for which a provider with one descriptor (verbs) makes it readable until it is
  // asked whether one may block.
  std::set<ProgressSource*> signalled_;
  TrafficWatch<ProgressSource> traffic_;
  // Not watched, since it has all the traffic.
  ProgressSource* alone_ = nullptr;
  std::thread thread_;
};

}  // namespace memvol::device
