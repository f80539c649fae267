// What thousands of sessions leave behind: nothing.
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "client/transfer.hpp"
#include "device_fixture.hpp"
#include "eventually.hpp"
#include "process_resources.hpp"
#include "sanitized.hpp"

namespace memvol::device {
namespace {

using observation::Mode;

constexpr int kWarmUp = 200;
// Fewer where an adapter in software takes its time.
const int kCycles = std::stoi(from_environment("MEMVOL_TEST_CYCLES", kSanitized ? "500" : "10000"));
// What is kept for a while, as the place of a session among those that might be silent, spread
// over the cycles: less than any object of a session takes.
constexpr std::size_t kGrowthMaxBytes = std::size_t{2} << 20;

class LeakTest : public DeviceTest {
 protected:
  // Every way to begin and to end, in turn.
  void attach_and_detach(int turn) {
    constexpr std::array kModes{Mode::kNone, Mode::kImmediate, Mode::kScratch, Mode::kMessage};
    auto wanted = grant();
    wanted.observe = kModes[static_cast<std::size_t>(turn) % kModes.size()];
    const auto once = ticket(wanted);
    const auto session = connect(once);
    auto bytes = pattern(100, 1);
    client::write_bytes(*session, 0, bytes, std::chrono::seconds(20));
    switch (turn / 4 % 4) {
      case 0:
        session->close();
        break;
      case 1:
        session->abandon();
        break;
      case 2:
        device_->end_session(wanted.session_id);
        break;
      default:
        EXPECT_EQ(code_of([&] { connect(once); }), "ticket_refused");
    }
  }

  void run_cycles(int count) {
    for (int turn = 0; turn < count; ++turn) attach_and_detach(turn);
    ASSERT_TRUE(eventually([&] { return device_->sessions().empty(); }));
  }
};

TEST_F(LeakTest, sessions__leave_descriptors_registrations_and_memory_as_they_were) {
  // A registration that is left makes its domain refuse to close, which is said there.
  ::testing::internal::CaptureStderr();
  run_cycles(kWarmUp);
  const auto descriptors = open_descriptors();
  const auto allocated = allocated_bytes();
  run_cycles(kCycles);
  EXPECT_EQ(open_descriptors(), descriptors);
  // A sanitizer has an allocator of its own, and finds leaks by itself.
  if (!kSanitized) {
    EXPECT_LT(allocated_bytes(), allocated + kGrowthMaxBytes);
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace memvol::device
