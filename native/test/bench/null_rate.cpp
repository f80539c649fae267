// Prints what the load generator itself can do: nanoseconds to record a latency, and
// operations a second of one thread with the null engine, both histograms on; with `parts`,
// what parts of the pattern leave of that rate; with `cpu`, nanoseconds of the processor's time for
// an operation, to compare two builds by running them in turn.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/clock.hpp"
#include "bench/histogram.hpp"
#include "bench/null_engine.hpp"
#include "bench/random.hpp"
#include "bench/run.hpp"

namespace memvol::bench {

namespace {

constexpr std::uint64_t kRunNs = 2 * kNsPerSecond;
constexpr std::uint64_t kPartNs = kNsPerSecond / 4;
constexpr int kRounds = 9;

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

ThreadResult run_null(const Pattern& pattern, std::uint32_t iodepth, std::uint64_t runtime_ns) {
  JobSpec job;
  job.pattern = pattern;
  job.size_bytes = std::uint64_t{1} << 30;
  job.iodepth = iodepth;
  job.runtime_ns = runtime_ns;
  job.threads.push_back({.connection = {}, .seed = 1, .offset_bytes = 0, .cpus = {}, .replay = {}});
  const auto run = Run::start({.jobs = {job}, .spin_ns = 0, .operation_timeout_ns = kNsPerSecond},
                              [](const JobSpec& spec, const ThreadSpec&) {
                                return std::make_unique<NullEngine>(spec.iodepth);
                              });
  return run->wait().jobs[0].threads[0];
}

double operations_of(const ThreadResult& thread) {
  return static_cast<double>(thread.directions.read.operations +
                             thread.directions.write.operations);
}

void print_rate(const char* name, const Pattern& pattern, std::uint32_t iodepth) {
  const ThreadResult thread = run_null(pattern, iodepth, kRunNs);
  std::printf("%s, depth %u: %.2f million operations/s\n", name, iodepth,
              operations_of(thread) * 1e3 / static_cast<double>(thread.runtime_ns));
}

// By the processor's time, of which others on the machine take none.
double per_cpu_second(const Pattern& pattern, std::uint32_t iodepth = 32) {
  const ThreadResult thread = run_null(pattern, iodepth, kPartNs);
  return operations_of(thread) /
         static_cast<double>(thread.usage.user_cpu_ns + thread.usage.system_cpu_ns);
}

Pattern random_reads() {
  Pattern pattern;
  pattern.random = true;
  return pattern;
}

Pattern mixed() {
  Pattern pattern = random_reads();
  pattern.read_percent = 50;
  return pattern;
}

Pattern independent() {
  Pattern pattern = random_reads();
  pattern.each_once = false;
  return pattern;
}

Pattern zipf() {
  Pattern pattern = random_reads();
  pattern.distribution = {.shape = Shape::kZipf, .parameter = 1.2, .center = {}, .zones = {}};
  return pattern;
}

Pattern split() {
  Pattern pattern = random_reads();
  pattern.block_sizes.read = {
      .min_bytes = 4096,
      .max_bytes = 16'384,
      .unaligned = false,
      .split = {{.bytes = 4096, .weight = 50}, {.bytes = 16'384, .weight = 50}}};
  return pattern;
}

Pattern half_random() {
  Pattern pattern = random_reads();
  pattern.random_percent = {50, 50, 50};
  return pattern;
}

void print_cpu() {
  for (const std::uint32_t iodepth : {1U, 32U}) {
    double most = 0;
    // The best is the one that was disturbed least.
    for (int round = 0; round < kRounds; ++round) {
      most = std::max(most, per_cpu_second(random_reads(), iodepth));
    }
    std::printf("randread, depth %u: %.2f ns\n", iodepth, 1 / most);
  }
}

// Each part in turn with plain random reads.
void print_parts() {
  const std::pair<const char*, Pattern> parts[] = {{"norandommap", independent()},
                                                   {"zipf", zipf()},
                                                   {"bssplit", split()},
                                                   {"percentage_random", half_random()}};
  for (const auto& [name, pattern] : parts) {
    std::vector<double> ratios;
    for (int round = 0; round < kRounds; ++round) {
      const double plain = per_cpu_second(random_reads());
      ratios.push_back(per_cpu_second(pattern) / plain);
    }
    std::sort(ratios.begin(), ratios.end());
    std::printf("%s: %.3f of randread (%.3f to %.3f)\n", name, ratios[ratios.size() / 2],
                ratios.front(), ratios.back());
  }
}

}  // namespace

}  // namespace memvol::bench

int main(int count, char** arguments) {
  using namespace memvol::bench;
  if (count > 1 && std::string_view(arguments[1]) == "parts") {
    print_parts();
    return 0;
  }
  if (count > 1 && std::string_view(arguments[1]) == "cpu") {
    print_cpu();
    return 0;
  }
  print_clock_ns();
  print_record_ns();
  for (const std::uint32_t iodepth : {1U, 32U}) {
    print_rate("read", {}, iodepth);
    print_rate("randread", random_reads(), iodepth);
    print_rate("randrw", mixed(), iodepth);
  }
}
