// A device and clients that may lock little memory. Each test runs in a process of its own: the
// kernel lets nobody use an adapter whose capabilities have changed since it was opened.
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "client/transfer.hpp"
#include "device_fixture.hpp"

namespace memvol::device {
namespace {

// Room for a small session and its client's buffers.
constexpr rlim_t kLimitBytes = rlim_t{3} << 20;
constexpr std::uint64_t kSmallBytes = 64 << 10;

// As for users other than root, whom the limit does not bind.
void be_bound_by_the_limit() {
  const rlimit lower{.rlim_cur = kLimitBytes, .rlim_max = kLimitBytes};
  ::setrlimit(RLIMIT_MEMLOCK, &lower);
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, 2> capabilities{};
  ::syscall(SYS_capget, &header, capabilities.data());
  capabilities[0].effective &= ~(1U << CAP_IPC_LOCK);
  ::syscall(SYS_capset, &header, capabilities.data());
}

// What comes of memory that may not be locked: only adapters need it to be.
std::string expected_code() {
  return test_address().provider == "verbs" ? "locked_memory_limit" : "no failure";
}

class Place : public DeviceTest {
 public:
  using DeviceTest::code_of;
  using DeviceTest::connect;
  using DeviceTest::ticket;
  void TestBody() override {}
};

// Ends the process: 0 when all went as it should.
template <class Action>
[[noreturn]] void run_bound(Action action) {
  be_bound_by_the_limit();
  {
    Place place;
    action(place);
  }
  std::exit(::testing::Test::HasFailure() ? 1 : 0);
}

class LockedMemoryTest : public ::testing::Test {
 protected:
  // A process that has threads already is not forked.
  LockedMemoryTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(LockedMemoryTest, session__beyond_the_limit_is_refused_by_name_and_others_go_on) {
  EXPECT_EXIT(run_bound([](Place& place) {
                EXPECT_EQ(place.code_of([&] { place.connect(place.ticket()); }), expected_code());
                const auto small = place.connect(place.ticket(kReadWrite, 0, kSmallBytes));
                std::vector<std::byte> bytes(4096);
                client::read_bytes(*small, 0, bytes, std::chrono::seconds(20));
              }),
              ::testing::ExitedWithCode(0), "");
}

TEST_F(LockedMemoryTest, buffer__beyond_the_limit_is_refused_by_name) {
  EXPECT_EXIT(run_bound([](Place& place) {
                const auto small = place.connect(place.ticket(kReadWrite, 0, kSmallBytes));
                std::vector<std::byte> large(4 << 20);
                EXPECT_EQ(place.code_of([&] { small->register_buffer(large); }), expected_code());
              }),
              ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace memvol::device
