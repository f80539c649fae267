#include "client/session_failure.hpp"

#include <cerrno>
#include <string>

#include "fabric/provider.hpp"

namespace memvol::client {

namespace {

// Receives that are posted still are cancelled when their connection ends.
bool is_disconnect(int number) {
  return number == EPIPE || number == ECONNRESET || number == ECONNABORTED || number == ENOTCONN ||
         number == ESHUTDOWN || number == ECANCELED;
}

// What an adapter gives up it reports as an I/O error, be it that nobody answers any more; no
// operation goes over that connection afterwards.
bool is_given_up(int number, const Connection& connection) {
  return number == EIO && !fabric::has_sockets(*connection.info);
}

}  // namespace

bool was_shut_down(const Connection& connection) {
  while (auto event = connection.events->next()) {
    if (event->kind == fabric::ConnectionEvent::Kind::kShutdown) return true;
  }
  return false;
}

// A connection that ended shows in the operation's own error when sending met it first, and as
// an event when receiving did.
Failure explained(const Failure& failure, const Connection& connection) {
  if (failure.code() != "io_failed") return failure;
  if (!is_disconnect(failure.number()) && !is_given_up(failure.number(), connection) &&
      !was_shut_down(connection)) {
    return failure;
  }
  return Failure("session_ended", failure.operation(), failure.number(),
                 "the device ended the session or is gone: " + std::string(failure.what()));
}

}  // namespace memvol::client
