// The thread that waits for connection requests and hands them on. Strangers keep nobody but
// this thread busy: what ends sessions never waits for it.
// Threading: `sink` is called on the thread. Lifetime: the listener outlives it; after the
// destructor nothing more is handed on.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "base/event_signal.hpp"
#include "fabric/listener.hpp"

namespace memvol::device {

class ListenerThread {
 public:
  using Sink = std::function<void(fabric::ConnectionRequest)>;

  ListenerThread(fabric::Listener& listener, Sink sink);
  ~ListenerThread();

 private:
  void run();

  fabric::Listener& listener_;
  Sink sink_;
  EventSignal signal_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace memvol::device
