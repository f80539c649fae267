// Revocation while a client writes as fast as it can: once the call has returned, the memory
// does not change any more, whatever was on its way and however long the client goes on trying.
#include <atomic>
#include <cstdint>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "eventually.hpp"
#include "isolation_fixture.hpp"
#include "sanitized.hpp"

namespace memvol::device {
namespace {

constexpr std::size_t kLargestBytes = std::size_t{1} << 20;
constexpr int kRounds = kSanitized ? 2 : 8;
// Far more than a write of any size takes.
constexpr int kReadings = kSanitized ? 3 : 10;

// Writes one range over and over with ever other bytes, many at once, and does not take no for
// an answer.
class Writer {
 public:
  Writer(const client::ConnectOptions& options, RogueOperation operation, std::size_t length_bytes)
      : client_(options, length_bytes),
        operation_(operation),
        length_bytes_(length_bytes),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  std::uint64_t completed() const { return completed_; }
  std::uint64_t refused() const { return refused_; }

 private:
  void run(const std::stop_token& stop) {
    const auto& range = client_.grant().range;
    std::uint64_t in_flight = 0;
    for (unsigned turn = 0; !stop.stop_requested(); ++turn) {
      try {
        client_.fill(static_cast<std::byte>(turn));
        while (in_flight < RogueClient::kDepth &&
               client_.post(operation_, {range.base, length_bytes_, range.key})) {
          ++in_flight;
        }
        const auto count = client_.completed();
        in_flight -= count;
        completed_ += count;
      } catch (const Failure&) {
        ++refused_;
        in_flight = 0;
        std::this_thread::yield();
      }
    }
  }

  RogueClient client_;
  RogueOperation operation_;
  std::size_t length_bytes_;
  std::atomic<std::uint64_t> completed_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::jthread thread_;
};

class RevocationTest : public DeviceTest, public ::testing::WithParamInterface<std::size_t> {
 protected:
  std::vector<std::byte> reading(client::Session& reader) const {
    std::vector<std::byte> bytes(GetParam());
    client::read_bytes(reader, 0, bytes, std::chrono::seconds(20));
    return bytes;
  }

  void expect_still(client::Session& reader, const std::vector<std::byte>& expected) const {
    for (int i = 0; i < kReadings; ++i) {
      ASSERT_TRUE(reading(reader) == expected) << "the memory has changed";
    }
  }

  // In turn, as far as the fabric knows them.
  RogueOperation write_of(int round) const {
    return round % 2 == 1 && device_->has_immediates() ? RogueOperation::kWriteWithImmediate
                                                       : RogueOperation::kWrite;
  }

  std::string writer_ticket(const std::string& volume, RogueOperation operation) {
    auto wanted = grant();
    wanted.volume_id = volume;
    if (operation == RogueOperation::kWriteWithImmediate) {
      wanted.observe = observation::Mode::kImmediate;
    }
    return ticket(wanted);
  }
};

TEST_P(RevocationTest, end_session__nothing_changes_once_it_has_returned) {
  const auto reader = connect(ticket());
  for (int round = 0; round < kRounds; ++round) {
    const auto operation = write_of(round);
    const auto writer_options = options(writer_ticket("v", operation));
    const auto id = std::to_string(session_count_);
    const Writer writer(writer_options, operation, GetParam());
    ASSERT_TRUE(eventually([&] { return writer.completed() > RogueClient::kDepth; }));
    EXPECT_TRUE(device_->end_session(id));
    const auto after = reading(*reader);
    expect_still(*reader, after);
    ASSERT_TRUE(eventually([&] { return writer.refused() > 0; }));
    expect_still(*reader, after);
  }
}

TEST_P(RevocationTest, delete_volume__its_successor_stays_as_it_was_made) {
  for (int round = 0; round < kRounds; ++round) {
    const auto operation = write_of(round);
    device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
    const Writer writer(options(writer_ticket("x", operation)), operation, GetParam());
    ASSERT_TRUE(eventually([&] { return writer.completed() > RogueClient::kDepth; }));
    device_->delete_volume("x");
    device_->create_volume("x", kVolumeBytes, memory::PageSize::kStandard, kRegionBytes);
    const auto reader = connect(writer_ticket("x", RogueOperation::kWrite));
    expect_still(*reader, std::vector<std::byte>(GetParam()));
    ASSERT_TRUE(eventually([&] { return writer.refused() > 0; }));
    expect_still(*reader, std::vector<std::byte>(GetParam()));
    device_->delete_volume("x");
  }
}

INSTANTIATE_TEST_SUITE_P(sizes, RevocationTest,
                         ::testing::Values(1, 512, 4096, 64 << 10, kLargestBytes));

}  // namespace
}  // namespace memvol::device
