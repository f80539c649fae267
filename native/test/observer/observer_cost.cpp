// Prints what observing costs: nanoseconds for an announcement, and how fast content is hashed
// beside how fast memory is read and copied at all.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <vector>

#include "client.hpp"
#include "observer/content_hash.hpp"
#include "observer/observer.hpp"
#include "volume_memory.hpp"

namespace memvol::observer {
namespace {

constexpr std::uint64_t kRegionBytes = 16384;
constexpr std::uint64_t kSizeBytes = std::uint64_t{256} << 20;
constexpr const char* kVolume = "volume";

template <class Work>
double seconds_for(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void print_ns(const char* what, double seconds, std::uint64_t operations) {
  std::printf("%s: %.1f ns\n", what, seconds * 1e9 / static_cast<double>(operations));
}

void print_rate(const char* what, double seconds, std::uint64_t bytes) {
  std::printf("%s: %.1f GB/s\n", what, static_cast<double>(bytes) / seconds / 1e9);
}

// Writes of 4 KiB, one after the other all over the volume.
std::vector<ImmediateNotice> notices(const observation::Geometry& geometry) {
  constexpr std::uint64_t kWriteBytes = 4096;
  const observation::ImmediateCodec codec(geometry);
  std::vector<ImmediateNotice> notices;
  for (std::uint64_t i = 0; i < 4096; ++i) {
    const auto at = i * 7919 * kWriteBytes % kSizeBytes;
    notices.push_back({.immediate = codec.encode({at, kWriteBytes}).value_or(0)});
  }
  return notices;
}

void print_immediates(Observer& observer, VolumeMemory& memory, const char* what,
                      std::size_t batch) {
  constexpr std::uint64_t kRounds = 1000;
  const auto all = notices(observer.geometry(kVolume));
  Client client(observer, kVolume, memory,
                {.mode = observation::Mode::kImmediate, .range = {0, kSizeBytes}});
  const double seconds = seconds_for([&] {
    for (std::uint64_t round = 0; round < kRounds; ++round) {
      for (std::size_t at = 0; at < all.size(); at += batch) {
        client.session().act_on_immediates(std::span(all).subspan(at, batch));
      }
    }
  });
  print_ns(what, seconds, kRounds * all.size());
}

void print_ring(Observer& observer, VolumeMemory& memory) {
  constexpr std::uint64_t kRounds = 3000;
  Client client(observer, kVolume, memory,
                {.mode = observation::Mode::kScratch, .range = {0, kSizeBytes}});
  double seconds = 0;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    for (std::uint64_t i = 0; i < observation::kRingRecords; ++i) {
      client.put({.extent = {i * 7919 * 4096 % kSizeBytes, 4096}, .bytes = 4096});
    }
    seconds += seconds_for([&] { client.session().act_on_ring(); });
  }
  print_ns("ring record", seconds, kRounds * observation::kRingRecords);
  constexpr std::uint64_t kLooks = 10'000'000;
  print_ns("look at an empty ring", seconds_for([&] {
             for (std::uint64_t i = 0; i < kLooks; ++i) client.session().act_on_ring();
           }),
           kLooks);
}

void print_memory_rates(Observer& observer, VolumeMemory& memory) {
  const auto bytes = memory.bytes();
  std::uint64_t sum = 0;
  print_rate("hash", seconds_for([&] {
               for (std::size_t at = 0; at < bytes.size(); at += kRegionBytes) {
                 sum += content_hash(bytes.subspan(at, kRegionBytes), 0);
               }
             }),
             bytes.size());
  print_rate("scan of the volume", seconds_for([&] {
               observer.scan(kVolume, {0, bytes.size()});
             }),
             bytes.size());
  const auto words = memory.words({0, bytes.size()});
  print_rate("read", seconds_for([&] {
               sum += std::accumulate(words.begin(), words.end(), std::uint64_t{0});
             }),
             bytes.size());
  std::vector<std::byte> copy(bytes.size());
  print_rate("memcpy", seconds_for([&] { std::memcpy(copy.data(), bytes.data(), copy.size()); }),
             bytes.size());
  std::printf("(sum %llu)\n", static_cast<unsigned long long>(sum));
}

void print_all() {
  VolumeMemory memory(kSizeBytes);
  Observer observer({.hash_share = 1.0});
  observer.add_volume(kVolume, memory.bytes(), kRegionBytes);
  print_immediates(observer, memory, "immediate, one at a time", 1);
  print_immediates(observer, memory, "immediate, 32 at a time", 32);
  print_ring(observer, memory);
  {
    const auto watch = observer.watch(kVolume, 1024);
    print_immediates(observer, memory, "immediate, watched, one at a time", 1);
  }
  memory.fill({0, kSizeBytes}, 1);
  print_memory_rates(observer, memory);
}

}  // namespace
}  // namespace memvol::observer

int main() { memvol::observer::print_all(); }
