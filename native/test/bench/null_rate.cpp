// Prints what the load generator itself can do: nanoseconds to record a latency, and
// operations a second of one thread with the null engine, both histograms on.
#include <cstdio>
#include <memory>
#include <vector>

#include "bench/clock.hpp"
#include "bench/histogram.hpp"
#include "bench/null_engine.hpp"
#include "bench/random.hpp"
#include "bench/run.hpp"

namespace memvol::bench {

namespace {

void print_record_ns() {
  // Latencies as they come: spread over some hundreds of buckets.
  Random random(1);
  std::vector<std::uint64_t> values(4096);
  for (std::uint64_t& value : values) value = 8000 + random.below(4000);
  Histogram histogram;
  constexpr std::uint64_t kRounds = 20'000;
  const std::uint64_t start_ns = now_ns();
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    for (const std::uint64_t value : values) histogram.record(value);
  }
  const std::uint64_t passed_ns = now_ns() - start_ns;
  std::printf("record: %.2f ns (max seen %llu)\n",
              static_cast<double>(passed_ns) / static_cast<double>(kRounds * values.size()),
              static_cast<unsigned long long>(histogram.max_ns()));
}

void print_clock_ns() {
  constexpr int kReadings = 10'000'000;
  const std::uint64_t start_ns = now_ns();
  std::uint64_t last_ns = start_ns;
  for (int reading = 0; reading < kReadings; ++reading) last_ns = now_ns();
  std::printf("clock: %.2f ns\n", static_cast<double>(last_ns - start_ns) / kReadings);
}

void print_rate(const char* name, bool random, std::uint32_t read_percent, std::uint32_t iodepth) {
  JobSpec job;
  job.pattern.random = random;
  job.pattern.read_percent = read_percent;
  job.size_bytes = std::uint64_t{1} << 30;
  job.iodepth = iodepth;
  job.runtime_ns = 2 * kNsPerSecond;
  job.threads.push_back({.connection = {}, .seed = 1});
  const auto run = Run::start({.jobs = {job}, .spin_ns = 0, .operation_timeout_ns = kNsPerSecond},
                              [](const JobSpec& spec, const ThreadSpec&) {
                                return std::make_unique<NullEngine>(spec.iodepth);
                              });
  const RunResult result = run->wait();
  const ThreadResult& thread = result.jobs[0].threads[0];
  const double operations =
      static_cast<double>(thread.directions.read.operations + thread.directions.write.operations);
  std::printf("%s, depth %u: %.2f million operations/s\n", name, iodepth,
              operations * 1e3 / static_cast<double>(thread.runtime_ns));
}

}  // namespace

}  // namespace memvol::bench

int main() {
  using namespace memvol::bench;
  print_clock_ns();
  print_record_ns();
  for (const std::uint32_t iodepth : {1U, 32U}) {
    print_rate("read", false, 100, iodepth);
    print_rate("randread", true, 100, iodepth);
    print_rate("randrw", true, 50, iodepth);
  }
}
