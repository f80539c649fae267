#include "device/listener_thread.hpp"

#include <pthread.h>

#include <utility>

namespace memvol::device {

ListenerThread::ListenerThread(fabric::Listener& listener, Sink sink)
    : listener_(listener), sink_(std::move(sink)), thread_([this] { run(); }) {
  ::pthread_setname_np(thread_.native_handle(), "mv-listener");
}

ListenerThread::~ListenerThread() {
  stopping_ = true;
  signal_.raise();
  thread_.join();
}

void ListenerThread::run() {
  while (!stopping_) {
    if (auto request = listener_.next()) {
      sink_(std::move(*request));
    } else {
      listener_.wait(signal_.fd());
    }
  }
}

}  // namespace memvol::device
