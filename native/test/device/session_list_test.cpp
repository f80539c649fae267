// What a device tells of its sessions: without waiting for what it is busy with, and of each
// from the moment that its ticket is used.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "client/transfer.hpp"
#include "device_fixture.hpp"
#include "eventually.hpp"
#include "observer/session_observer.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;

// Keeps the thread that it is called on until it is told to let go.
class Barrier {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    reached_ = true;
    opened_.wait(lock, [this] { return open_; });
  }
  bool reached() {
    const std::lock_guard lock(mutex_);
    return reached_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool reached_ = false;
  bool open_ = false;
};

// Whether the call returns while whatever is held is held still.
template <class Call>
bool returns(Barrier& barrier, Call call) {
  std::atomic<bool> returned{false};
  std::thread caller([&] {
    call();
    returned = true;
  });
  const bool in_time = eventually([&] { return returned.load(); });
  if (!in_time) barrier.open();
  caller.join();
  return in_time;
}

class BusyDeviceTest : public DeviceTest {
 protected:
  // The thread is past the barrier before that goes.
  ~BusyDeviceTest() override {
    barrier_.open();
    device_.reset();
  }

  // Sessions end and begin on one thread; an answer of its keeps it.
  void make_busy() {
    device_->end_session("nobody", [this](const Outcome<bool>&) { barrier_.wait(); });
    ASSERT_TRUE(eventually([&] { return barrier_.reached(); }));
  }

  Barrier barrier_;
};

TEST_F(BusyDeviceTest, busy__what_it_tells_is_told_without_waiting) {
  const auto session = connect(ticket());
  ASSERT_TRUE(eventually([&] { return device_->statistics().sessions.opened == 1; }));
  make_busy();
  EXPECT_TRUE(returns(barrier_, [&] { EXPECT_EQ(device_->sessions().size(), 1U); }));
  EXPECT_TRUE(returns(barrier_, [&] { EXPECT_EQ(device_->statistics().sessions.opened, 1U); }));
  EXPECT_TRUE(returns(barrier_, [&] { EXPECT_TRUE(device_->notify("1", {}, false)); }));
  EXPECT_TRUE(returns(barrier_, [&] { ticket(); }));
  barrier_.open();
}

TEST_F(BusyDeviceTest, busy__a_session_s_end_is_answered_when_it_is_one) {
  const auto session = connect(ticket());
  ASSERT_TRUE(eventually([&] { return device_->statistics().sessions.opened == 1; }));
  make_busy();
  std::promise<bool> ended;
  EXPECT_TRUE(returns(barrier_, [&] {
    device_->end_session("1", [&](Outcome<bool> outcome) {
      ended.set_value(std::get<bool>(outcome) && device_->sessions().empty());
    });
  }));
  EXPECT_EQ(device_->sessions().size(), 1U);
  barrier_.open();
  EXPECT_TRUE(ended.get_future().get());
  std::vector<std::byte> memory(16);
  EXPECT_EQ(code_of([&] { client::read_bytes(*session, 0, memory, 5s); }), "session_ended");
}

TEST_F(BusyDeviceTest, stop__answers_what_was_asked_before) {
  const auto session = connect(ticket());
  make_busy();
  std::promise<bool> ended;
  device_->end_session("1",
                       [&](Outcome<bool> outcome) { ended.set_value(std::get<bool>(outcome)); });
  std::thread stopping([&] { device_.reset(); });
  barrier_.open();
  stopping.join();
  EXPECT_TRUE(ended.get_future().get());
}

// Looks at the sessions once in each turn of the thread that makes and ends them: between the
// use of a ticket and the connection that comes of it there is at least one turn.
class Turns {
 public:
  using Look = std::function<void(const std::vector<SessionInfo>&)>;

  Turns(Device& device, Look look) : state_(std::make_shared<State>(device, std::move(look))) {
    next(state_);
  }
  // Looks no more after this.
  ~Turns() {
    state_->stopping = true;
    state_->device.end_session("nobody");
  }
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

 private:
  struct State {
    State(Device& looked_at, Look told) : device(looked_at), look(std::move(told)) {}
    Device& device;
    Look look;
    std::atomic<bool> stopping{false};
  };

  static void next(const std::shared_ptr<State>& state) {
    state->device.end_session("nobody", [state](const Outcome<bool>&) {
      if (state->stopping) return;
      state->look(state->device.sessions());
      next(state);
    });
  }

  std::shared_ptr<State> state_;
};

class TurnsTest : public DeviceTest {};

TEST_F(TurnsTest, sessions__one_is_there_before_it_is_connected) {
  std::atomic<int> pending{0};
  std::atomic<int> connected{0};
  const Turns turns(*device_, [&](const std::vector<SessionInfo>& sessions) {
    if (sessions.empty()) return;
    EXPECT_EQ(sessions[0].grant.session_id, "1");
    EXPECT_FALSE(sessions[0].peer.empty());
    EXPECT_TRUE(sessions[0].connected || connected == 0);
    ++(sessions[0].connected ? connected : pending);
  });
  const auto session = connect(ticket());
  EXPECT_TRUE(eventually([&] { return connected > 0; }));
  EXPECT_GT(pending, 0);
}

TEST_F(TurnsTest, end_session__of_one_that_is_not_connected_yet) {
  std::promise<bool> ended;
  bool asked = false;
  const Turns turns(*device_, [&](const std::vector<SessionInfo>& sessions) {
    if (asked || sessions.empty()) return;
    asked = true;
    EXPECT_FALSE(sessions[0].connected);
    device_->end_session("1", [&](Outcome<bool> outcome) {
      EXPECT_TRUE(device_->sessions().empty());
      ended.set_value(std::get<bool>(outcome));
    });
  });
  // The client may come as far as to be told of a range that it reaches no more.
  const auto once = ticket();
  std::vector<std::byte> memory(16);
  EXPECT_NE(code_of([&] {
              const auto session = connect(once);
              while (true) client::read_bytes(*session, 0, memory, 5s);
            }),
            "no failure");
  EXPECT_TRUE(ended.get_future().get());
  EXPECT_EQ(code_of([&] { connect(once); }), "ticket_refused");
  EXPECT_TRUE(device_->sessions().empty());
}

}  // namespace
}  // namespace memvol::device
