// Why a session's operation failed, as its user is to be told.
// Threading: the session's.
#pragma once

#include "base/failure.hpp"
#include "fabric/event_queue.hpp"

namespace memvol::client {

// The failure itself, or `session_ended` when it only shows that the connection is gone.
Failure explained(const Failure& failure, fabric::EventQueue& events);

}  // namespace memvol::client
