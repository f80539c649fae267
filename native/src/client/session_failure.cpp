#include "client/session_failure.hpp"

#include <cerrno>
#include <string>

namespace memvol::client {

namespace {

// Receives that are posted still are cancelled when their connection ends.
bool is_disconnect(int number) {
  return number == EPIPE || number == ECONNRESET || number == ECONNABORTED || number == ENOTCONN ||
         number == ESHUTDOWN || number == ECANCELED;
}

bool was_shut_down(fabric::EventQueue& events) {
  while (auto event = events.next()) {
    if (event->kind == fabric::ConnectionEvent::Kind::kShutdown) return true;
  }
  return false;
}

}  // namespace

// A connection that ended shows in the operation's own error when sending met it first, and as
// an event when receiving did.
Failure explained(const Failure& failure, fabric::EventQueue& events) {
  if (!is_disconnect(failure.number()) && !was_shut_down(events)) return failure;
  return Failure("session_ended", failure.operation(), failure.number(),
                 "the device ended the session or is gone: " + std::string(failure.what()));
}

}  // namespace memvol::client
