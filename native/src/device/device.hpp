// A storage device's native side: volume memory, tickets, sessions. What may be reached by whom
// is decided above; this carries it out.
// Threading: any thread; create_volume, delete_volume, end_session and the destructor block.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "device/connection_manager.hpp"
#include "device/ticket_table.hpp"
#include "device/volume_table.hpp"
#include "fabric/address.hpp"
#include "memory/volume_memory.hpp"

namespace memvol::device {

struct DeviceOptions {
  fabric::Address address;
  ProgressOptions progress;
  EventObserver observer;
};

struct DeviceStatistics {
  TicketStatistics tickets;
  SessionStatistics sessions;
};

class Device {
 public:
  explicit Device(const DeviceOptions& options);

  const fabric::Address& address() const { return connections_.address(); }

  void create_volume(const std::string& volume_id, std::size_t size_bytes,
                     memory::PageSize page_size);
  // Ends its sessions, then releases its memory. Deleting what does not exist does nothing.
  void delete_volume(const std::string& volume_id);

  // Throws Failure `volume_not_found` or `range_invalid`.
  Ticket issue_ticket(const SessionGrant& grant, std::chrono::milliseconds expires_in);

  std::vector<SessionInfo> sessions() { return connections_.sessions(); }
  bool end_session(const std::string& session_id) { return connections_.end_session(session_id); }
  DeviceStatistics statistics();

 private:
  TicketTable tickets_;
  VolumeTable volumes_;
  // Last, so that its sessions are gone before the memory is.
  ConnectionManager connections_;
};

}  // namespace memvol::device
