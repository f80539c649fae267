#include "device/device.hpp"

#include <memory>

#include "base/failure.hpp"

namespace memvol::device {

Device::Device(const DeviceOptions& options)
    : connections_(options.address, options.progress, options.observer, tickets_, volumes_) {}

void Device::create_volume(const std::string& volume_id, std::size_t size_bytes,
                           memory::PageSize page_size) {
  volumes_.add(volume_id, std::make_shared<memory::VolumeMemory>(size_bytes, page_size));
}

void Device::delete_volume(const std::string& volume_id) {
  // In this order: no new ticket finds the volume, no old one opens it, no session keeps it.
  const auto memory = volumes_.remove(volume_id);
  tickets_.revoke_volume(volume_id);
  connections_.end_volume_sessions(volume_id);
}

Ticket Device::issue_ticket(const SessionGrant& grant, std::chrono::milliseconds expires_in) {
  const auto memory = volumes_.find(grant.volume_id);
  if (!memory) {
    throw Failure("volume_not_found", "issue_ticket", 0, "no volume has id " + grant.volume_id);
  }
  const auto size = memory->bytes().size();
  if (grant.offset_bytes > size || grant.length_bytes > size - grant.offset_bytes ||
      grant.length_bytes == 0) {
    throw Failure("range_invalid", "issue_ticket", 0,
                  std::to_string(grant.length_bytes) + " bytes at offset " +
                      std::to_string(grant.offset_bytes) + " are not within the volume's " +
                      std::to_string(size));
  }
  return tickets_.issue(grant, TicketTable::Clock::now() + expires_in);
}

DeviceStatistics Device::statistics() {
  return {.tickets = tickets_.statistics(), .sessions = connections_.statistics()};
}

}  // namespace memvol::device
