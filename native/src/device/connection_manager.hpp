// Turns connection requests with valid tickets into sessions and ends sessions. The only place
// where a session is made or destroyed, so that nothing else needs to lock against it.
//
// Threading: one thread of its own reads the sessions' event queue and carries out requests.
// Another thread listens. The public functions may be called from any thread; those that end
// sessions have that done on the first thread, and either wait for it (not on that thread) or are
// given an `answer`, which is called there, or by the destructor. The others wait for nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/admission.hpp"
#include "base/answer.hpp"
#include "base/event_signal.hpp"
#include "device/listener_thread.hpp"
#include "device/progress_thread.hpp"
#include "device/session.hpp"
#include "device/session_list.hpp"
#include "device/ticket_table.hpp"
#include "device/volume_table.hpp"
#include "fabric/address.hpp"
#include "fabric/event_queue.hpp"
#include "fabric/listener.hpp"
#include "observer/observer.hpp"

namespace memvol::device {

// What happened to a connection or to a volume's backing store, for the log.
struct DeviceEvent {
  enum class Kind {
    kOpened,
    kClosed,
    kRefused,
    kFailed,
    kStoreFailed,
    kStoreStalled,
    kStoreResumed,
    kStoreDamaged,
  };

  Kind kind = Kind::kOpened;
  // Absent members are empty: a refused connection has no grant, a store's a volume only.
  SessionGrant grant{};
  std::string peer;
  std::string message;
};

// Called on any thread; must not block.
using EventObserver = std::function<void(const DeviceEvent&)>;

struct ProgressOptions {
  std::size_t thread_count = 1;
  std::chrono::nanoseconds spin{};
};

struct ConnectionOptions {
  fabric::Address address;
  // Of those who connect and ask for nothing.
  fabric::HalfOpenLimits half_open{};
  ProgressOptions progress;
  EventObserver event_observer{};
};

class ConnectionManager {
 public:
  // Throws Failure: `fabric_unavailable`, `address_in_use`.
  ConnectionManager(ConnectionOptions options, TicketTable& tickets, VolumeTable& volumes,
                    observer::Observer& observer, const BackedVolumes& backed);
  ~ConnectionManager();

  const fabric::Address& address() const { return listener_.address(); }
  bool has_immediates() const;

  const SessionList& sessions() const { return sessions_; }

  // When they return, or answer, no client of the sessions reaches the memory any more.
  // A session is what has come, or could still come, of the ticket with its id; that opens
  // nothing any more. False if there was none of that.
  bool end_session(const std::string& session_id);
  void end_session(const std::string& session_id, Answer<bool> answer);
  std::size_t end_volume_sessions(const std::string& volume_id);
  // When it returns, the observer has what clients told before of operations that are over.
  void catch_up();
  // So that acknowledgements which need wait no longer go out at once.
  void wake_progress();

 private:
  struct Member {
    std::unique_ptr<Session> session;
    SessionList::Place listed;
    // Null until the connection is established.
    ProgressThread* progress = nullptr;
  };
  using Members = std::vector<Member>;

  void run();
  void block();
  void carry_out_requests();
  void post_arrival(fabric::ConnectionRequest request);
  std::optional<fabric::ConnectionRequest> next_arrival();
  // Has the thread call it.
  void post(std::function<void()> request);

  void handle(const fabric::ConnectionEvent& event);
  void handle_arrival(fabric::ConnectionRequest request);
  void refuse(fabric::ConnectionRequest request, Refusal refusal, const std::string& message);
  void open_session(SessionList::Place listed, SharedMemory memory,
                    fabric::ConnectionRequest request);
  void handle_connected(const fid* subject);
  void end(Member& member);
  std::size_t end_where(const std::function<bool(const Session&)>& matches);
  void notify(const DeviceEvent& event) const;

  EventObserver event_observer_;
  TicketTable& tickets_;
  VolumeTable& volumes_;
  observer::Observer& observer_;
  const BackedVolumes& backed_;
  fabric::InfoHandle info_;
  fabric::FabricHandle fabric_;
  // Of the sessions' connections.
  fabric::EventQueue events_;
  fabric::Listener listener_;
  std::vector<std::unique_ptr<ProgressThread>> progress_;
  SessionList sessions_;

  EventSignal signal_;
  std::mutex mutex_;
  std::vector<std::function<void()>> requests_;
  std::deque<fabric::ConnectionRequest> arrivals_;
  bool stopping_ = false;

  // The thread's own.
  Members members_;
  std::thread thread_;
  std::optional<ListenerThread> listening_;
};

}  // namespace memvol::device
