#include "observer/cpu_share.hpp"

#include <gtest/gtest.h>

namespace memvol::observer {
namespace {

using std::chrono::duration;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr CpuShare::Clock::time_point kStart{std::chrono::hours(1)};

TEST(CpuShare, charge__keeps_steady_work_to_its_share) {
  for (const double share : {0.01, 0.1, 0.5, 0.9}) {
    CpuShare cpu_share(share);
    auto now = kStart;
    CpuShare::Duration worked{0};
    while (now - kStart < std::chrono::seconds(10)) {
      now += microseconds(40);
      worked += microseconds(40);
      if (const auto until = cpu_share.charge(microseconds(40), now)) now = *until;
    }
    EXPECT_NEAR(duration<double>(worked) / duration<double>(now - kStart), share, 0.01 * share);
  }
}

TEST(CpuShare, charge__works_in_slices) {
  CpuShare cpu_share(0.1);
  auto now = kStart;
  for (CpuShare::Duration worked{0}; worked + microseconds(100) < CpuShare::kSlice;
       worked += microseconds(100)) {
    now += microseconds(100);
    EXPECT_FALSE(cpu_share.charge(microseconds(100), now));
  }
  now += microseconds(100);
  EXPECT_EQ(cpu_share.charge(microseconds(100), now), now + 9 * CpuShare::kSlice);
}

TEST(CpuShare, charge__saves_no_idle_time_up) {
  CpuShare cpu_share(0.1);
  EXPECT_TRUE(cpu_share.charge(milliseconds(1), kStart));
  const auto later = kStart + std::chrono::hours(1);
  EXPECT_EQ(cpu_share.charge(milliseconds(1), later), later + milliseconds(9));
}

TEST(CpuShare, charge__a_whole_core_never_rests) {
  CpuShare cpu_share(1.0);
  auto now = kStart;
  for (int i = 0; i < 1000; ++i) {
    now += milliseconds(1);
    EXPECT_FALSE(cpu_share.charge(milliseconds(1), now));
  }
}

TEST(CpuShare, charge__a_share_of_nothing_still_gets_on) {
  CpuShare cpu_share(0);
  EXPECT_LE(cpu_share.charge(milliseconds(1), kStart).value() - kStart, milliseconds(1000));
}

}  // namespace
}  // namespace memvol::observer
