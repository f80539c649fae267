// A process that persists and is killed (SIGKILL) at a step of its files: before it, or after.
// What it had acknowledged is there afterwards, and nothing that never was. The disk forgets
// nothing here (lost_cache_test.cpp has that); it is about the persister and its order.
// MEMVOL_CRASH_ROUNDS says how often; the next round goes on with the files of the one before.
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>

#include "../observer/observer_fixture.hpp"
#include "persistence/persister.hpp"
#include "persistence/posix_directory.hpp"

namespace memvol::persistence {

namespace {

using observer::kVolume;

constexpr std::uint64_t kRegionBytes = observer::kRegionBytes;
constexpr std::uint64_t kWriters = 2;
constexpr std::uint64_t kSlots = 32;
constexpr std::uint64_t kVolumeBytes = kSlots * kRegionBytes;

// Steps of files, which both files of a store count together.
struct Death {
  std::atomic<std::int64_t> steps_left;
  bool after;

  template <class Action>
  void step(Action action) {
    const bool last = steps_left.fetch_sub(1) == 0;
    if (last && !after) ::raise(SIGKILL);
    action();
    if (last) ::raise(SIGKILL);
  }
};

class DyingFile : public StoreFile {
 public:
  DyingFile(std::unique_ptr<StoreFile> file, Death& death)
      : file_(std::move(file)), death_(death) {}

  void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    // In halves, so that it may die in the middle.
    const std::size_t half = bytes.size() / 2;
    death_.step([&] { file_->write(offset, bytes.first(half)); });
    death_.step([&] { file_->write(offset + half, bytes.subspan(half)); });
  }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
    return file_->read(offset, into);
  }
  void sync() override {
    death_.step([&] { file_->sync(); });
  }
  std::uint64_t size_bytes() const override { return file_->size_bytes(); }
  void resize(std::uint64_t size) override {
    death_.step([&] { file_->resize(size); });
  }
  void allocate(std::uint64_t size) override {
    death_.step([&] { file_->allocate(size); });
  }
  bool in_place() const override { return file_->in_place(); }
  void forget_cache() override { file_->forget_cache(); }

 private:
  std::unique_ptr<StoreFile> file_;
  Death& death_;
};

class DyingDirectory : public StoreDirectory {
 public:
  DyingDirectory(const std::string& path, Death& death) : directory_(path), death_(death) {}

  std::string path() const override { return directory_.path(); }
  std::unique_ptr<StoreFile> open(const std::string& name) override {
    return std::make_unique<DyingFile>(directory_.open(name), death_);
  }
  std::unique_ptr<StoreFile> create(const std::string& name) override {
    return std::make_unique<DyingFile>(directory_.create(name), death_);
  }
  void remove(const std::string& name) override { directory_.remove(name); }
  void sync() override { directory_.sync(); }

 private:
  PosixDirectory directory_;
  Death& death_;
};

// What was written and what was acknowledged, slot by slot; outlives the process that writes.
struct Oracle {
  std::array<std::atomic<std::uint64_t>, kSlots> tried;
  std::array<std::atomic<std::uint64_t>, kSlots> acknowledged;
};

StoreIdentity identity() {
  return {.name = "v",
          .volume_id = "the volume's id",
          .geometry = observation::Geometry(kVolumeBytes, kRegionBytes)};
}

struct Plan {
  std::string path;
  DurabilityMode mode;
  std::int64_t steps;
  bool after;
  std::uint64_t seed;
  pid_t parent;
};

class Writer {
 public:
  Writer(observer::ObservedVolume& volume, Persister& persister, Oracle& oracle,
         std::uint64_t number, std::uint64_t seed)
      : client_(volume.client(
            {.mode = observation::Mode::kImmediate, .name = "client " + std::to_string(number)})),
        persister_(persister),
        oracle_(oracle),
        number_(number),
        random_(seed + number) {}

  // Until the process dies.
  void run(bool acknowledged_by_flush) {
    while (true) {
      std::array<std::uint64_t, kSlots> written{};
      const int writes = acknowledged_by_flush ? 1 + static_cast<int>(random_() % 8) : 1;
      for (int i = 0; i < writes; ++i) {
        const std::uint64_t slot = random_() % (kSlots / kWriters) * kWriters + number_;
        written[slot] = oracle_.tried[slot].fetch_add(1) + 1;
        client_.write({slot * kRegionBytes, kRegionBytes}, written[slot]);
      }
      if (acknowledged_by_flush) {
        persister_.flush();
      } else {
        const auto request = persister_.request();
        while (!persister_.is_committed(request)) std::this_thread::yield();
      }
      for (std::uint64_t slot = 0; slot < kSlots; ++slot) {
        if (written[slot] > 0) oracle_.acknowledged[slot] = written[slot];
      }
    }
  }

 private:
  observer::Client client_;
  Persister& persister_;
  Oracle& oracle_;
  std::uint64_t number_;
  std::mt19937_64 random_;
};

[[noreturn]] void live_and_die(const Plan& plan, Oracle& oracle) {
  // A test that is killed takes it along; the second line is for one that was killed before.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != plan.parent) ::_exit(1);
  Death death{.steps_left = plan.steps, .after = plan.after};
  const auto directory = std::make_shared<DyingDirectory>(plan.path, death);
  auto store = BackingStore::open(directory, identity());
  observer::ObservedVolume volume(kVolumeBytes);
  store->load(std::as_writable_bytes(volume.memory.words(volume.whole())));
  Persister persister({volume.memory.bytes()}, volume.observer.persistence(kVolume),
                      std::move(store),
                      {.mode = plan.mode, .interval = std::chrono::milliseconds(1)},
                      {.on_failure = [](const Failure&) { ::_exit(1); },
                       .on_commit = {},
                       .on_stall = {},
                       .on_damage = {}});
  const bool by_flush = plan.mode != DurabilityMode::kSync;
  std::vector<std::thread> writers;
  for (std::uint64_t number = 0; number < kWriters; ++number) {
    writers.emplace_back(
        [&, number] { Writer(volume, persister, oracle, number, plan.seed).run(by_flush); });
  }
  // From time to time the log begins anew.
  while (true) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    persister.flush_to_image();
  }
}

class CrashTest : public testing::TestWithParam<DurabilityMode> {
 protected:
  CrashTest() {
    std::string name = (std::filesystem::temp_directory_path() / "memvol-crash-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    void* shared =
        ::mmap(nullptr, sizeof(Oracle), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    oracle_ = new (shared) Oracle{};
  }
  ~CrashTest() override {
    ::munmap(oracle_, sizeof(Oracle));
    std::filesystem::remove_all(path_);
  }

  static int rounds() {
    const char* wanted = std::getenv("MEMVOL_CRASH_ROUNDS");
    return wanted == nullptr ? 25 : std::atoi(wanted);
  }

  // Each word of a slot is of a write that was tried, and none is older than acknowledged.
  void check() {
    const auto store = BackingStore::open(std::make_shared<PosixDirectory>(path_), identity());
    observer::VolumeMemory memory(kVolumeBytes);
    store->load(std::as_writable_bytes(memory.words({0, kVolumeBytes})));
    for (std::uint64_t slot = 0; slot < kSlots; ++slot) {
      for (const std::uint64_t word : memory.words({slot * kRegionBytes, kRegionBytes})) {
        ASSERT_GE(word, oracle_->acknowledged[slot].load()) << "slot " << slot;
        ASSERT_LE(word, oracle_->tried[slot].load()) << "slot " << slot;
      }
    }
  }

  std::string path_;
  Oracle* oracle_;
};

TEST_P(CrashTest, killed_at_each_step__what_was_acknowledged_is_there) {
  std::mt19937_64 random(20);
  BackingStore::create(std::make_shared<PosixDirectory>(path_), identity());
  for (int round = 0; round < rounds(); ++round) {
    const Plan plan{.path = path_,
                    .mode = GetParam(),
                    .steps = static_cast<std::int64_t>(random() % 60),
                    .after = random() % 2 == 0,
                    .seed = random(),
                    .parent = ::getpid()};
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) live_and_die(plan, *oracle_);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
    ASSERT_NO_FATAL_FAILURE(check()) << "round " << round << ", " << plan.steps << " steps";
  }
  // Else nothing was asked of it.
  EXPECT_TRUE(
      std::ranges::any_of(oracle_->acknowledged, [](const auto& value) { return value > 0; }));
}

std::string mode_name(const testing::TestParamInfo<DurabilityMode>& mode) {
  constexpr std::array kNames{"async", "barrier", "sync"};
  return kNames[static_cast<std::size_t>(mode.param)];
}

INSTANTIATE_TEST_SUITE_P(modes, CrashTest,
                         testing::Values(DurabilityMode::kAsync, DurabilityMode::kBarrier,
                                         DurabilityMode::kSync),
                         mode_name);

}  // namespace

}  // namespace memvol::persistence
