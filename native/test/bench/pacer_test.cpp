// Schedules of bytes and of Poisson arrivals, over simulated time.
#include "bench/pacer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "goodness_of_fit.hpp"

namespace memvol::bench {
namespace {

TEST(PacerOfBytes, operation__is_due_when_the_bytes_before_it_are_paid_for) {
  constexpr std::uint64_t kRate = 3'333'333;
  Pacer pacer(1000, Rate::bytes(kRate), false, 1);
  std::uint64_t bytes = 0;
  for (int operation = 0; operation < 100'000; ++operation) {
    ASSERT_EQ(pacer.due_ns(), 1000 + bytes * kNsPerSecond / kRate);
    const std::uint64_t length = 512 * static_cast<std::uint64_t>(1 + operation % 33);
    pacer.advance(length);
    bytes += length;
  }
}

TEST(PacerOfBytes, longest_operation__does_not_overflow) {
  Pacer pacer(0, Rate::bytes(1'000'000'000), false, 1);
  pacer.advance(std::uint64_t{1} << 34);
  EXPECT_EQ(pacer.due_ns(), std::uint64_t{1} << 34);
}

class PoissonAt : public testing::TestWithParam<std::uint64_t> {};

// A million arrivals vary by a thousandth.
TEST_P(PoissonAt, arrivals__come_at_the_rate) {
  constexpr int kArrivals = 1'000'000;
  Pacer pacer(0, Rate::operations(GetParam()), true, 42);
  for (int arrival = 1; arrival < kArrivals; ++arrival) pacer.advance(4096);
  const double rate =
      kArrivals / (static_cast<double>(pacer.due_ns()) / static_cast<double>(kNsPerSecond));
  EXPECT_NEAR(rate, static_cast<double>(GetParam()), static_cast<double>(GetParam()) * 0.005);
}

TEST_P(PoissonAt, gaps__are_exponential) {
  constexpr int kArrivals = 200'000;
  const double mean_ns = 1e9 / static_cast<double>(GetParam());
  Pacer pacer(0, Rate::operations(GetParam()), true, 7);
  // In tenths of the mean; beyond ten means one in 22 thousand, taken together.
  std::vector<std::uint64_t> counts(101);
  std::uint64_t before_ns = pacer.due_ns();
  for (int arrival = 0; arrival < kArrivals; ++arrival) {
    pacer.advance(4096);
    const double gap = static_cast<double>(pacer.due_ns() - before_ns) / mean_ns;
    ++counts[std::min<std::size_t>(static_cast<std::size_t>(gap * 10), 100)];
    before_ns = pacer.due_ns();
  }
  EXPECT_LT(kolmogorov_smirnov(counts,
                               [](std::uint64_t tenths) {
                                 return tenths > 100
                                            ? 1
                                            : 1 - std::exp(-static_cast<double>(tenths) / 10);
                               }),
            2.3);
}

// Arrivals in equal spans vary as much as there are of them: more for bursts, less for evenness.
TEST_P(PoissonAt, counts_of_spans__have_the_variance_of_their_mean) {
  constexpr int kSpans = 20'000;
  constexpr double kPerSpan = 10;
  const double span_ns = kPerSpan * 1e9 / static_cast<double>(GetParam());
  std::vector<double> counts(kSpans);
  Pacer pacer(0, Rate::operations(GetParam()), true, 3);
  for (; static_cast<double>(pacer.due_ns()) < kSpans * span_ns; pacer.advance(4096)) {
    counts[static_cast<std::size_t>(static_cast<double>(pacer.due_ns()) / span_ns)] += 1;
  }
  double variance = 0;
  for (const double count : counts) variance += (count - kPerSpan) * (count - kPerSpan) / kSpans;
  // The variance of so many spans deviates by about a hundredth.
  EXPECT_NEAR(variance / kPerSpan, 1, 0.055);
}

INSTANTIATE_TEST_SUITE_P(Rates, PoissonAt, testing::Values(1000, 300'000, 2'000'000));

TEST(Poisson, seed__decides_the_arrivals) {
  Pacer first(5, Rate::operations(1000), true, 1);
  Pacer same(5, Rate::operations(1000), true, 1);
  Pacer other(5, Rate::operations(1000), true, 2);
  int equal_to_other = 0;
  for (int arrival = 0; arrival < 1000; ++arrival) {
    ASSERT_EQ(first.due_ns(), same.due_ns());
    equal_to_other += first.due_ns() == other.due_ns();
    first.advance(1);
    same.advance(1);
    other.advance(1);
  }
  EXPECT_LT(equal_to_other, 10);
}

TEST(Poisson, of_bytes__longer_operations_leave_longer_gaps) {
  constexpr int kArrivals = 400'000;
  Pacer pacer(0, Rate::bytes(1'000'000), true, 1);
  const std::uint64_t start_ns = pacer.due_ns();
  for (int arrival = 0; arrival < kArrivals; ++arrival)
    pacer.advance(arrival % 2 == 0 ? 1000 : 3000);
  const double seconds = static_cast<double>(pacer.due_ns() - start_ns) / 1e9;
  EXPECT_NEAR(2000.0 * kArrivals / seconds, 1e6, 1e4);
}

}  // namespace
}  // namespace memvol::bench
