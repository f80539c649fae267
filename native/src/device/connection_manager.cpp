#include "device/connection_manager.hpp"

#include <poll.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/admission.hpp"
#include "base/failure.hpp"
#include "fabric/domain.hpp"
#include "fabric/memory_region.hpp"
#include "fabric/provider.hpp"

namespace memvol::device {

using fabric::ConnectionEvent;

namespace {

DeviceEvent event_of(DeviceEvent::Kind kind, SessionList::Place session,
                     const std::string& message = {}) {
  return {.kind = kind, .grant = session->grant, .peer = session->peer, .message = message};
}

Refusal reason_of(const Failure& failure) {
  return failure.code() == "locked_memory_limit" ? Refusal::kLockedMemory : Refusal::kDevice;
}

fabric::FabricHandle open_isolating_fabric(fi_info& info) {
  auto fabric = fabric::open_fabric(info);
  const auto domain = fabric::open_domain(*fabric, info);
  fabric::require_exact_registrations(*domain, fabric::memory_model(info));
  return fabric;
}

}  // namespace

ConnectionManager::ConnectionManager(ConnectionOptions options, TicketTable& tickets,
                                     VolumeTable& volumes, observer::Observer& observer,
                                     const BackedVolumes& backed)
    : event_observer_(std::move(options.event_observer)),
      tickets_(tickets),
      volumes_(volumes),
      observer_(observer),
      backed_(backed),
      info_(fabric::find_provider({.address = options.address,
                                   .role = fabric::Role::kListen,
                                   .queue_depth = Session::kPostsMax,
                                   .receive_depth = Session::kPostsMax})),
      fabric_(open_isolating_fabric(*info_)),
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

void ConnectionManager::post(std::function<void()> request) {
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
  }
  signal_.raise();
}

bool ConnectionManager::end_session(const std::string& session_id) {
  return await_answer<bool>([&](auto answer) { end_session(session_id, std::move(answer)); });
}

void ConnectionManager::end_session(const std::string& session_id, Answer<bool> answer) {
  post([this, session_id, answer = std::move(answer)] {
    answer_with(answer, [&] {
      // On the thread that redeems them: there is no ticket that is neither here nor a member.
      const bool revoked = tickets_.revoke_session(session_id);
      const auto ended = end_where(
          [&](const Session& session) { return session.grant().session_id == session_id; });
      return revoked || ended > 0;
    });
  });
}

std::size_t ConnectionManager::end_volume_sessions(const std::string& volume_id) {
  return await_answer<std::size_t>([&](Answer<std::size_t> answer) {
    post([&, answer = std::move(answer)] {
      answer_with(answer, [&] {
        return end_where(
            [&](const Session& session) { return session.grant().volume_id == volume_id; });
      });
    });
  });
}

void ConnectionManager::catch_up() {
  await_answer<Nothing>([this](auto answer) {
    post([this, answer = std::move(answer)] {
      answer_with(answer, [this] {
        for (const auto& thread : progress_) thread->catch_up();
        return Nothing{};
      });
    });
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
  // Posted since; nobody posts any more.
  carry_out_requests();
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
  const auto listed = sessions_.add(tickets_, *ticket, fabric::peer_name(*request.info));
  auto memory = listed ? volumes_.find((*listed)->grant.volume_id) : nullptr;
  if (memory) {
    open_session(*listed, std::move(memory), std::move(request));
    return;
  }
  if (listed) sessions_.remove(*listed);
  refuse(std::move(request), Refusal::kTicket, "the ticket is unknown, used or expired");
}

void ConnectionManager::refuse(fabric::ConnectionRequest request, Refusal refusal,
                               const std::string& message) {
  const auto peer = fabric::peer_name(*request.info);
  listener_.reject(std::move(request), encode_refusal(refusal));
  notify({.kind = DeviceEvent::Kind::kRefused, .peer = peer, .message = message});
}

void ConnectionManager::open_session(SessionList::Place listed, SharedMemory memory,
                                     fabric::ConnectionRequest request) {
  const SessionPlace place{.fabric = *fabric_,
                           .observer = observer_,
                           .backed = backed_,
                           .interface = address().provider + " " + address().host};
  try {
    auto session =
        std::make_unique<Session>(listed->grant, std::move(memory), place, *request.info);
    session->accept(request, events_);
    sessions_.made(listed, session->observer());
    members_.push_back({.session = std::move(session), .listed = listed});
  } catch (const Failure& failure) {
    listener_.reject(std::move(request), encode_refusal(reason_of(failure)));
    const auto event = event_of(DeviceEvent::Kind::kFailed, listed, failure.what());
    sessions_.remove(listed);
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
  sessions_.connected(member->listed);
  notify(event_of(DeviceEvent::Kind::kOpened, member->listed));
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
  if (member.progress != nullptr) member.progress->remove(*member.session);
  member.session->shut_down();
  const auto observer = member.session->observer();
  member.session.reset();
  // Only now, as what it looks at must not change any more.
  observer->end();
  const auto event = event_of(DeviceEvent::Kind::kClosed, member.listed);
  sessions_.remove(member.listed);
  // And only now who hears of it finds it gone.
  if (member.progress != nullptr) notify(event);
}

void ConnectionManager::notify(const DeviceEvent& event) const {
  if (event_observer_) event_observer_(event);
}

}  // namespace memvol::device
