#include "device/connection_manager.hpp"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/admission.hpp"
#include "base/failure.hpp"
#include "fabric/domain.hpp"
#include "fabric/provider.hpp"

namespace memvol::device {

using fabric::ConnectionEvent;

ConnectionManager::ConnectionManager(ConnectionOptions options, TicketTable& tickets,
                                     VolumeTable& volumes, observer::Observer& observer,
                                     const BackedVolumes& backed)
    : event_observer_(std::move(options.event_observer)),
      tickets_(tickets),
      volumes_(volumes),
      observer_(observer),
      backed_(backed),
      info_(fabric::find_provider({.address = options.address, .role = fabric::Role::kListen})),
      fabric_(fabric::open_fabric(*info_)),
      events_(*fabric_),
      listener_(*fabric_, *info_, options.address, options.half_open) {
  for (std::size_t i = 0; i < options.progress.thread_count; ++i) {
    progress_.push_back(std::make_unique<ProgressThread>("mv-progress-" + std::to_string(i),
                                                         options.progress.spin));
  }
  thread_ = std::thread([this] { run(); });
  ::pthread_setname_np(thread_.native_handle(), "mv-connections");
  listening_.emplace(
      listener_, [this](fabric::ConnectionRequest request) { post_arrival(std::move(request)); });
}

ConnectionManager::~ConnectionManager() {
  // First, so that the thread refuses what has arrived and nothing else arrives.
  listening_.reset();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  signal_.raise();
  thread_.join();
}

template <class Result>
Result ConnectionManager::on_thread(std::function<Result()> action) {
  std::packaged_task<Result()> task(std::move(action));
  auto result = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    requests_.emplace_back([&task] { task(); });
  }
  signal_.raise();
  return result.get();
}

std::vector<SessionInfo> ConnectionManager::sessions() {
  return on_thread<std::vector<SessionInfo>>([this] {
    std::vector<SessionInfo> infos;
    for (const auto& member : members_) {
      if (member.progress == nullptr) continue;
      const auto& session = *member.session;
      infos.push_back({.grant = session.grant(),
                       .peer = session.peer(),
                       .since = session.since(),
                       .statistics = session.observer()->statistics()});
    }
    return infos;
  });
}

ConnectionStatistics ConnectionManager::statistics() {
  return on_thread<ConnectionStatistics>([this] { return statistics_; });
}

std::shared_ptr<observer::SessionObserver> ConnectionManager::session_observer(
    const std::string& session_id) {
  using Found = std::shared_ptr<observer::SessionObserver>;
  return on_thread<Found>([&]() -> Found {
    for (const auto& member : members_) {
      if (member.session->grant().session_id == session_id) return member.session->observer();
    }
    return nullptr;
  });
}

bool ConnectionManager::end_session(const std::string& session_id) {
  return on_thread<std::size_t>([&] {
           return end_where(
               [&](const Session& session) { return session.grant().session_id == session_id; });
         }) > 0;
}

std::size_t ConnectionManager::end_volume_sessions(const std::string& volume_id) {
  return on_thread<std::size_t>([&] {
    return end_where(
        [&](const Session& session) { return session.grant().volume_id == volume_id; });
  });
}

void ConnectionManager::catch_up() {
  on_thread<bool>([this] {
    for (const auto& thread : progress_) thread->catch_up();
    return true;
  });
}

void ConnectionManager::wake_progress() {
  for (const auto& thread : progress_) thread->wake();
}

bool ConnectionManager::has_immediates() const { return fabric::has_immediates(*info_); }

void ConnectionManager::run() {
  while (true) {
    carry_out_requests();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
    }
    // One at a time, so that a request to end a session never waits for many of them.
    if (auto event = events_.next()) {
      handle(*event);
    } else if (auto arrival = next_arrival()) {
      handle_arrival(std::move(*arrival));
    } else {
      block();
    }
  }
  while (auto arrival = next_arrival()) {
    refuse(std::move(*arrival), Refusal::kDevice, "the device stops");
  }
  end_where([](const Session&) { return true; });
}

void ConnectionManager::post_arrival(fabric::ConnectionRequest request) {
  {
    const std::lock_guard lock(mutex_);
    arrivals_.push_back(std::move(request));
  }
  signal_.raise();
}

std::optional<fabric::ConnectionRequest> ConnectionManager::next_arrival() {
  const std::lock_guard lock(mutex_);
  if (arrivals_.empty()) return std::nullopt;
  std::optional<fabric::ConnectionRequest> arrival(std::move(arrivals_.front()));
  arrivals_.pop_front();
  return arrival;
}

void ConnectionManager::block() {
  if (!events_.may_block()) return;
  std::array<pollfd, 2> waiting{{{.fd = events_.fd(), .events = POLLIN, .revents = 0},
                                 {.fd = signal_.fd(), .events = POLLIN, .revents = 0}}};
  ::poll(waiting.data(), waiting.size(), -1);
}

void ConnectionManager::carry_out_requests() {
  signal_.clear();
  std::vector<std::function<void()>> requests;
  {
    const std::lock_guard lock(mutex_);
    requests.swap(requests_);
  }
  for (const auto& request : requests) request();
}

void ConnectionManager::handle(const ConnectionEvent& event) {
  switch (event.kind) {
    case ConnectionEvent::Kind::kConnected:
      handle_connected(event.subject);
      return;
    case ConnectionEvent::Kind::kShutdown:
    case ConnectionEvent::Kind::kFailed:
      end_where([&](const Session& session) { return session.is(event.subject); });
      return;
    case ConnectionEvent::Kind::kRequested:
      // Only the listener's queue has those.
      return;
  }
}

void ConnectionManager::handle_arrival(fabric::ConnectionRequest request) {
  const auto ticket = decode_request(request.data);
  if (!ticket) {
    refuse(std::move(request), Refusal::kVersion, "no ticket of ours");
    return;
  }
  auto grant = tickets_.redeem(*ticket, TicketTable::Clock::now());
  auto memory = grant ? volumes_.find(grant->volume_id) : nullptr;
  if (!memory) {
    refuse(std::move(request), Refusal::kTicket, "the ticket is unknown, used or expired");
    return;
  }
  open_session(std::move(*grant), std::move(memory), std::move(request));
}

void ConnectionManager::refuse(fabric::ConnectionRequest request, Refusal refusal,
                               const std::string& message) {
  const auto peer = fabric::peer_name(*request.info);
  listener_.reject(std::move(request), encode_refusal(refusal));
  notify({.kind = DeviceEvent::Kind::kRefused, .peer = peer, .message = message});
}

void ConnectionManager::open_session(SessionGrant grant, SharedMemory memory,
                                     fabric::ConnectionRequest request) {
  const DeviceEvent failed{.kind = DeviceEvent::Kind::kFailed,
                           .grant = grant,
                           .peer = fabric::peer_name(*request.info),
                           .message = {}};
  const SessionPlace place{.fabric = *fabric_,
                           .observer = observer_,
                           .backed = backed_,
                           .interface = address().provider + " " + address().host};
  try {
    auto session =
        std::make_unique<Session>(std::move(grant), std::move(memory), place, *request.info);
    session->accept(request, events_);
    members_.push_back({std::move(session), nullptr});
  } catch (const Failure& failure) {
    listener_.reject(std::move(request), encode_refusal(Refusal::kDevice));
    auto event = failed;
    event.message = failure.what();
    notify(event);
  }
}

void ConnectionManager::handle_connected(const fid* subject) {
  const auto member = std::find_if(members_.begin(), members_.end(),
                                   [&](const Member& m) { return m.session->is(subject); });
  if (member == members_.end()) return;
  const auto least_loaded = std::min_element(
      progress_.begin(), progress_.end(),
      [](const auto& a, const auto& b) { return a->source_count() < b->source_count(); });
  member->progress = least_loaded->get();
  member->progress->add(*member->session);
  ++statistics_.opened;
  notify_of(DeviceEvent::Kind::kOpened, *member->session);
}

std::size_t ConnectionManager::end_where(const std::function<bool(const Session&)>& matches) {
  std::size_t count = 0;
  for (auto member = members_.begin(); member != members_.end();) {
    if (!matches(*member->session)) {
      ++member;
      continue;
    }
    end(*member);
    member = members_.erase(member);
    ++count;
  }
  return count;
}

void ConnectionManager::end(Member& member) {
  if (member.progress != nullptr) {
    member.progress->remove(*member.session);
    ++statistics_.closed;
    notify_of(DeviceEvent::Kind::kClosed, *member.session);
  }
  member.session->shut_down();
  const auto observer = member.session->observer();
  member.session.reset();
  // Only now, as what it looks at must not change any more.
  observer->end();
}

void ConnectionManager::notify(const DeviceEvent& event) const {
  if (event_observer_) event_observer_(event);
}

void ConnectionManager::notify_of(DeviceEvent::Kind kind, const Session& session) const {
  notify({.kind = kind, .grant = session.grant(), .peer = session.peer(), .message = {}});
}

}  // namespace memvol::device
