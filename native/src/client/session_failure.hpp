// Why a session's operation failed, as its user is to be told.
// Threading: the session's.
#pragma once

#include "base/failure.hpp"
#include "client/connector.hpp"

namespace memvol::client {

// The failure itself, or `session_ended` when it only shows that the connection is gone.
Failure explained(const Failure& failure, const Connection& connection);

// Whether an event tells that the connection has ended. Reads what events there are.
bool was_shut_down(const Connection& connection);

}  // namespace memvol::client
