#include "device/device.hpp"

#include <memory>
#include <utility>

#include "base/failure.hpp"
#include "persistence/posix_directory.hpp"

namespace memvol::device {

Device::Device(const DeviceOptions& options)
    : observer_(options.observer),
      event_observer_(options.connections.event_observer),
      backed_(options.stores),
      connections_(options.connections, tickets_, volumes_, observer_, backed_) {}

// What persists tells the connections, which are the first to go.
Device::~Device() { backed_.stop(); }

void Device::create_volume(const std::string& volume_id, std::size_t size_bytes,
                           memory::PageSize page_size, std::size_t region_size_bytes) {
  const auto memory = std::make_shared<memory::VolumeMemory>(size_bytes, page_size);
  observer_.add_volume(volume_id, memory->bytes(), region_size_bytes);
  volumes_.add(volume_id, memory);
}

void Device::create_backed_volume(const BackedVolume& volume) {
  const auto memory = std::make_shared<memory::VolumeMemory>(volume.size_bytes, volume.page_size);
  const persistence::StoreIdentity identity{
      .name = volume.name,
      .volume_id = volume.id,
      .geometry = observation::Geometry(volume.size_bytes, volume.region_size_bytes),
      .epoch_min = volume.epoch_min};
  const auto directory = std::make_shared<persistence::PosixDirectory>(volume.directory);
  auto store = volume.recover ? persistence::BackingStore::open(directory, identity)
                              : persistence::BackingStore::create(directory, identity);
  if (volume.recover) store->load(memory->bytes());
  const auto content =
      volume.recover ? observer::Observer::Content::kLoaded : observer::Observer::Content::kZero;
  observer_.add_volume(volume.id, memory->bytes(), volume.region_size_bytes, content);
  auto durability = volume.durability;
  durability.store_timeout = backed_.options().timeout;
  durability.scrub_bytes_per_second = backed_.options().scrub_bytes_per_second;
  backed_.add(volume.id, std::make_shared<persistence::Persister>(
                             persistence::LiveMemory{.bytes = memory->bytes(), .owner = memory},
                             observer_.persistence(volume.id), std::move(store), durability,
                             persist_observers(volume)));
  volumes_.add(volume.id, memory);
}

persistence::PersistObservers Device::persist_observers(const BackedVolume& volume) {
  using Kind = DeviceEvent::Kind;
  const auto tell = [this, id = volume.id](Kind kind, const std::string& message) {
    if (!event_observer_) return;
    DeviceEvent event{.kind = kind, .peer = {}, .message = message};
    event.grant.volume_id = id;
    event_observer_(event);
  };
  persistence::PersistObservers observers{
      .on_failure = [tell](const Failure& failure) { tell(Kind::kStoreFailed, failure.what()); },
      .on_commit = [this] { connections_.wake_progress(); },
      .on_stall =
          [tell](const std::optional<std::string>& why) {
            tell(why ? Kind::kStoreStalled : Kind::kStoreResumed, why.value_or(""));
          },
      .on_damage = [tell](const std::string& what) { tell(Kind::kStoreDamaged, what); }};
  return observers;
}

void Device::end_sessions(const std::string& volume_id) {
  tickets_.revoke_volume(volume_id);
  connections_.end_volume_sessions(volume_id);
}

void Device::catch_up(const std::string& volume_id) {
  connections_.catch_up();
  observer_.catch_up(volume_id);
}

std::uint64_t Device::flush_volume(const std::string& volume_id) {
  catch_up(volume_id);
  return backed_.find(volume_id)->flush();
}

void Device::flush_volume(const std::string& volume_id, Answer<std::uint64_t> answer) {
  backed_.find(volume_id)->flush(std::move(answer));
}

void Device::persist_volume(const std::string& volume_id, bool in_full,
                            Answer<std::uint64_t> answer) {
  const auto persister = backed_.find(volume_id);
  if (in_full) {
    persister->persist_in_full(std::move(answer));
  } else {
    persister->flush_to_image(std::move(answer));
  }
}

void Device::verify_volume(const std::string& volume_id, const observation::Extent& extent,
                           Answer<persistence::VerifyResult> answer) {
  const auto persister = backed_.find(volume_id);
  const auto geometry = observer_.geometry(volume_id);
  if (!geometry.contains(extent)) {
    throw Failure("range_invalid", "verify", 0, "the range is not within the volume");
  }
  persister->verify(geometry.regions_of(extent), std::move(answer));
}

void Device::end_writing(const std::string& volume_id) {
  end_sessions(volume_id);
  observer_.catch_up(volume_id);
}

std::uint64_t Device::retire_volume(const std::string& volume_id) {
  end_writing(volume_id);
  return backed_.find(volume_id)->flush_to_image();
}

void Device::retire_volume(const std::string& volume_id, Answer<std::uint64_t> answer) {
  backed_.find(volume_id)->flush_to_image(std::move(answer));
}

void Device::delete_volume(const std::string& volume_id) {
  // In this order: a store that hangs keeps the volume as it is, no new ticket finds the volume, no
  // old one opens it, no session keeps it, the observer looks away.
  backed_.check_answers(volume_id);
  const auto memory = volumes_.remove(volume_id);
  end_sessions(volume_id);
  observer_.remove_volume(volume_id);
  backed_.destroy(volume_id);
}

bool Device::notify(const std::string& session_id, std::span<const observation::Record> records,
                    bool final) {
  const auto session = connections_.sessions().observer_of(session_id);
  if (!session) return false;
  session->act_on_records(records);
  // What the session told is what was acted on: there is no way between that could lose any.
  if (final) session->act_on_farewell({.told = session->acted_on()});
  return true;
}

Ticket Device::issue_ticket(const SessionGrant& grant, const TicketHalf& clients,
                            std::chrono::milliseconds expires_in) {
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
  return tickets_.issue(grant, clients, TicketTable::Clock::now() + expires_in);
}

DeviceStatistics Device::statistics() const {
  return {.tickets = tickets_.statistics(), .sessions = connections_.sessions().statistics()};
}

}  // namespace memvol::device
