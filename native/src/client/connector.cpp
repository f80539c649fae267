#include "client/connector.hpp"

#include <poll.h>

#include <cstring>
#include <optional>

#include "base/failure.hpp"
#include "client/conversation.hpp"
#include "client/inbox.hpp"
#include "fabric/domain.hpp"
#include "fabric/provider.hpp"

namespace memvol::client {

namespace {

using Clock = std::chrono::steady_clock;

std::string place(const fabric::Address& address) {
  return address.host + ":" + std::to_string(address.port);
}

Ticket parse_ticket(const std::string& bytes) {
  Ticket ticket;
  if (bytes.size() != ticket.size()) {
    throw Failure("ticket_refused", "connect", 0,
                  "a ticket has " + std::to_string(ticket.size()) + " bytes, this one has " +
                      std::to_string(bytes.size()));
  }
  std::memcpy(ticket.data(), bytes.data(), ticket.size());
  return ticket;
}

std::optional<fabric::ConnectionEvent> await_event(fabric::EventQueue& events,
                                                   Clock::time_point deadline) {
  while (true) {
    if (auto event = events.next()) return event;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return std::nullopt;
    if (!events.may_block()) continue;
    pollfd waiting{.fd = events.fd(), .events = POLLIN, .revents = 0};
    ::poll(&waiting, 1, static_cast<int>(left.count()));
  }
}

Failure refusal(const fabric::ConnectionEvent& event, const fabric::Address& address) {
  const auto reason = decode_refusal(event.data);
  if (reason == Refusal::kTicket) {
    return Failure("ticket_refused", "fi_connect", event.number,
                   "the device refused the ticket: it is unknown, used or expired");
  }
  if (reason == Refusal::kVersion) {
    return Failure("ticket_refused", "fi_connect", event.number,
                   "the device speaks another version of the fabric protocol");
  }
  if (reason == Refusal::kDevice) {
    return Failure("io_failed", "fi_connect", event.number,
                   "the device could not open the session; its log says why");
  }
  if (reason == Refusal::kLockedMemory) {
    return Failure("locked_memory_limit", "fi_connect", event.number,
                   "the device may not lock as much memory as the session needs "
                   "(RLIMIT_MEMLOCK); its log says how much it may");
  }
  return Failure(
      "device_unreachable", "fi_connect", event.number,
      "cannot connect to the device's fabric address " + place(address) + ": " + event.message);
}

// That nobody listens some providers tell as the failure of their event queue.
std::optional<fabric::ConnectionEvent> await_answer(fabric::EventQueue& events,
                                                    const fabric::Address& address,
                                                    Clock::time_point deadline) {
  try {
    return await_event(events, deadline);
  } catch (const Failure& failure) {
    throw Failure(
        "device_unreachable", failure.operation(), failure.number(),
        "cannot connect to the device's fabric address " + place(address) + ": " + failure.what());
  }
}

AdmissionGrant await_grant(Connection& connection, const fabric::Address& address,
                           Clock::time_point deadline) {
  const auto event = await_answer(*connection.events, address, deadline);
  if (!event) {
    throw Failure("device_unreachable", "fi_connect", 0,
                  "the device did not answer on its fabric address " + place(address));
  }
  if (event->kind != fabric::ConnectionEvent::Kind::kConnected) throw refusal(*event, address);
  const auto grant = decode_grant(event->data);
  if (!grant) {
    throw Failure("ticket_refused", "fi_connect", 0,
                  "what answers on " + place(address) + " is no memvol device of our version");
  }
  return *grant;
}

}  // namespace

LocalDomain local_domain(const Connection& connection) {
  return {.domain = *connection.domain, .model = fabric::memory_model(*connection.info)};
}

Connection open_connection(const fabric::Address& address, const std::string& ticket,
                           std::chrono::milliseconds timeout, std::uint32_t queue_depth) {
  const auto deadline = Clock::now() + timeout;
  const auto request = encode_request(parse_ticket(ticket));
  Connection connection;
  connection.info = fabric::find_provider({.address = address,
                                           .role = fabric::Role::kConnect,
                                           .queue_depth = queue_depth,
                                           .queue_reserve = Conversation::kPostsMax,
                                           .receive_depth = Inbox::kBuffersMax});
  connection.fabric = fabric::open_fabric(*connection.info);
  connection.events = std::make_unique<fabric::EventQueue>(*connection.fabric);
  connection.domain = fabric::open_domain(*connection.fabric, *connection.info);
  connection.completions = std::make_unique<fabric::CompletionQueue>(
      *connection.fabric, *connection.domain,
      queue_depth + Conversation::kPostsMax + Inbox::kBuffersMax);
  connection.endpoint = std::make_unique<fabric::Endpoint>(
      *connection.domain, *connection.info, *connection.events, *connection.completions);
  connection.endpoint->connect(request);
  connection.grant = await_grant(connection, address, deadline);
  return connection;
}

}  // namespace memvol::client
