// A storage device's native side: volume memory, tickets, sessions. What may be reached by whom
// is decided above; this carries it out.
// Threading: any thread; create_volume, delete_volume, end_session without an answer and the
// destructor block. The others wait for no call of the fabric and for no other thread's work,
// but for a look-up under a lock or, in sessions and notify, for one batch of what a client tells.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "device/backed_volumes.hpp"
#include "device/connection_manager.hpp"
#include "device/ticket_table.hpp"
#include "device/volume_table.hpp"
#include "fabric/address.hpp"
#include "memory/volume_memory.hpp"
#include "observation/record.hpp"
#include "observer/observer.hpp"

namespace memvol::device {

struct DeviceOptions {
  ConnectionOptions connections;
  observer::ObserverOptions observer{};
  StoreOptions stores{};
};

struct DeviceStatistics {
  TicketStatistics tickets;
  ConnectionStatistics sessions;
};

class Device {
 public:
  explicit Device(const DeviceOptions& options);
  ~Device();

  const fabric::Address& address() const { return connections_.address(); }

  // Whether a write can carry an immediate here.
  bool has_immediates() const { return connections_.has_immediates(); }

  // `region_size_bytes`: in what pieces changes are tracked; a power of two from 4 KiB. Throws
  // Failure `range_invalid`, `memory_unavailable`, `huge_pages_unavailable`.
  void create_volume(const std::string& volume_id, std::size_t size_bytes,
                     memory::PageSize page_size, std::size_t region_size_bytes);
  // The same of a volume with a backing store: a new one, or one that comes back from it. Throws
  // what BackingStore throws, too.
  void create_backed_volume(const BackedVolume& volume);
  // Ends its sessions, then releases its memory, and removes its backing store. Deleting what
  // does not exist does nothing. Throws Failure `store_stalled` while the store hangs; then it
  // can be called again.
  void delete_volume(const std::string& volume_id);

  // Throws Failure `volume_not_found` or `range_invalid`.
  Ticket issue_ticket(const SessionGrant& grant, const TicketHalf& clients,
                      std::chrono::milliseconds expires_in);

  // Those of which the ticket was used and whose client may reach the memory, now or soon.
  std::vector<SessionInfo> sessions() const { return connections_.sessions().all(); }
  // Ends the session, established or not yet, or drops the ticket that it was to come of. When it
  // returns, or answers, that ticket opens nothing and its client reaches the memory no more.
  // False if there was nothing to end.
  bool end_session(const std::string& session_id) { return connections_.end_session(session_id); }
  // The same, begun only. The answer comes on a thread of the device's, which must not be kept.
  void end_session(const std::string& session_id, Answer<bool> answer) {
    connections_.end_session(session_id, std::move(answer));
  }
  DeviceStatistics statistics() const;

  // When it returns, what was complete and told of before, or could be found by hash, is known.
  void catch_up(const std::string& volume_id);
  // When it returns, or answers, every write to the volume that was known by then is on stable
  // storage; the one without an answer catches up first. The result is the durable epoch. Throws
  // Failure `volume_not_found` for a volume without a backing store, `store_failed`,
  // `store_stalled`.
  std::uint64_t flush_volume(const std::string& volume_id);
  void flush_volume(const std::string& volume_id, Answer<std::uint64_t> answer);
  // Ends the volume's sessions, and knows of all that they have written when it returns.
  void end_writing(const std::string& volume_id);
  // As flush_volume, and takes all into the image: the device is about to stop. The one without
  // an answer ends the writing first.
  std::uint64_t retire_volume(const std::string& volume_id);
  void retire_volume(const std::string& volume_id, Answer<std::uint64_t> answer);
  // Another mode, interval or bound. A session that was opened before may be told that a write is
  // done before it is on stable storage, so sessions are to be ended when the mode becomes kSync.
  void set_durability(const std::string& volume_id,
                      const persistence::DurabilityOptions& durability) {
    backed_.find(volume_id)->set_options(durability);
  }
  // What is written to the store, and answered, as by flush_volume once the image holds it too;
  // in full: all of the memory, be it known to be dirty or not.
  void persist_volume(const std::string& volume_id, bool in_full, Answer<std::uint64_t> answer);
  // Compares memory, image and checksums of the regions that the extent touches. What was written
  // and not told of yet counts as different: catch up first, and ask again about that. Throws
  // Failure `range_invalid`, and as flush_volume does.
  void verify_volume(const std::string& volume_id, const observation::Extent& extent,
                     Answer<persistence::VerifyResult> answer);
  // Throws Failure `volume_not_found` for a volume without a backing store.
  persistence::DurabilityStatus durability(const std::string& volume_id) const {
    return backed_.find(volume_id)->status();
  }

  // What was done to the volumes.
  observer::Observer& observer() { return observer_; }
  // The out-of-band way: what a session tells by the control API. `final`: that was all. False
  // when there is no such session.
  bool notify(const std::string& session_id, std::span<const observation::Record> records,
              bool final);

 private:
  persistence::PersistObservers persist_observers(const BackedVolume& volume);
  // And those that tickets would become.
  void end_sessions(const std::string& volume_id);

  TicketTable tickets_;
  VolumeTable volumes_;
  observer::Observer observer_;
  EventObserver event_observer_;
  BackedVolumes backed_;
  // Last, so that its sessions are gone before the memory is.
  ConnectionManager connections_;
};

}  // namespace memvol::device
