// A device whose clients do nothing lets the processor be: its threads sleep, and go on sleeping.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "client/transfer.hpp"
#include "device_fixture.hpp"
#include "eventually.hpp"

namespace memvol::device {
namespace {

using namespace std::chrono_literals;
using observation::Mode;

std::string first_line(const std::filesystem::path& path) {
  std::string line;
  std::getline(std::ifstream(path), line);
  return line;
}

// A thread that wants a processor is not asleep, whether or not it has got one.
bool is_asleep(const std::filesystem::path& task) {
  // Behind the name, which is in brackets.
  const auto stat = first_line(task / "stat");
  return stat.at(stat.rfind(')') + 2) == 'S';
}

// Of this process, by the kernel's name for it.
std::vector<std::filesystem::path> threads_called(const std::string& name) {
  std::vector<std::filesystem::path> found;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    if (first_line(task.path() / "comm") == name) found.push_back(task.path());
  }
  return found;
}

class IdleTest : public DeviceTest {
 protected:
  // At many moments in a row. What has just happened may keep it awake for some time.
  static bool stays_asleep(const std::string& thread) {
    const auto tasks = threads_called(thread);
    EXPECT_FALSE(tasks.empty()) << "no thread is called " << thread;
    return eventually([&] {
      for (int moment = 0; moment < 50; ++moment) {
        std::this_thread::sleep_for(1ms);
        if (!std::all_of(tasks.begin(), tasks.end(), is_asleep)) return false;
      }
      return true;
    });
  }

  std::unique_ptr<client::Session> attach(Mode mode) {
    auto wanted = grant();
    wanted.observe = mode;
    return connect(ticket(wanted));
  }

  static void expect_sleep() {
    EXPECT_TRUE(stays_asleep("mv-progress-0"));
    EXPECT_TRUE(stays_asleep("mv-connections"));
  }
};

TEST_F(IdleTest, no_session__sleeps) { expect_sleep(); }

TEST_F(IdleTest, session_that_has_done_nothing__sleeps) {
  for (const auto mode : {Mode::kNone, Mode::kHash, Mode::kMessage, Mode::kImmediate}) {
    const auto session = attach(mode);
    expect_sleep();
  }
}

TEST_F(IdleTest, session_after_reads_and_writes__sleeps) {
  for (const auto mode : {Mode::kNone, Mode::kHash, Mode::kMessage, Mode::kImmediate}) {
    const auto session = attach(mode);
    std::array<std::byte, 4096> bytes{};
    for (int i = 0; i < 100; ++i) client::write_bytes(*session, 0, bytes, 10s);
    for (int i = 0; i < 100; ++i) client::read_bytes(*session, 0, bytes, 10s);
    expect_sleep();
  }
}

TEST_F(IdleTest, several_sessions_of_which_one_has_left__sleep) {
  std::vector<std::unique_ptr<client::Session>> sessions;
  for (int i = 0; i < 4; ++i) sessions.push_back(attach(Mode::kNone));
  sessions.erase(sessions.begin());
  expect_sleep();
}

}  // namespace
}  // namespace memvol::device
