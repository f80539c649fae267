// A directory on a disk that forgets: each write is remembered until its file is synced, and a
// crash may keep any of its sectors and lose the others. And one that fails, when it is told to.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/failure.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

inline constexpr std::size_t kSectorBytes = 512;
using Content = std::vector<std::byte>;
using Contents = std::map<std::string, Content>;

// What a store asks of its disk.
enum class DiskCall {
  kOpen,
  kCreate,
  kRemove,
  kSyncDirectory,
  kWrite,
  kRead,
  kSync,
  kSize,
  kResize,
  kAllocate,
  kInPlace,
};

// One call that fails; those after it are as always.
struct DiskFault {
  DiskCall call = DiskCall::kWrite;
  int number = EIO;
  // How much of a write has arrived all the same.
  enum class Arrives { kNothing, kHalf, kAll } arrives = Arrives::kNothing;
  // Which of its kind, from 0.
  std::size_t at = 0;
};

class SimulatedDisk : public StoreDirectory {
 public:
  struct Step {
    // A sync that failed: what was written before is lost to later ones, too.
    enum class Kind { kWrite, kSync, kFailedSync, kResize };
    std::string file;
    Kind kind = Kind::kWrite;
    std::uint64_t offset = 0;
    Content bytes;
  };

  explicit SimulatedDisk(Contents contents = {})
      : initial_(contents), contents_(std::move(contents)) {}

  std::string path() const override { return "disk"; }
  std::unique_ptr<StoreFile> open(const std::string& name) override;
  std::unique_ptr<StoreFile> create(const std::string& name) override;
  void remove(const std::string& name) override {
    check(DiskCall::kRemove);
    contents_.erase(name);
  }
  void sync() override { check(DiskCall::kSyncDirectory); }

  Contents& contents() { return contents_; }
  // What was there from now on counts as synced long ago, and the steps begin anew.
  void settle() {
    initial_ = contents_;
    steps_.clear();
    taken_ = 0;
  }
  // Of any thread, as fail_at is; all else is of the one that uses the store.
  std::size_t step_count() const { return taken_; }
  const std::vector<Step>& steps() const { return steps_; }
  // That step, counted from the last settle(), and all after it fail.
  void fail_at(std::size_t step) { fails_at_ = step; }
  void fail_once(const DiskFault& fault) { fault_ = fault; }
  // Whether it has done so.
  bool has_failed() const { return has_failed_; }
  // Syncs that are skipped, as by a mistake: for tests of the tests.
  bool ignores_syncs = false;

  // What is there after a crash before step `count`: all that was synced by then, and of the
  // rest each sector that `keeps` says.
  Contents crashed(std::size_t count, const std::function<bool()>& keeps) const;

  void take(Step step);
  // Throws if this is the call that is to fail.
  void check(DiskCall call) {
    if (const auto fault = failing(call)) fail(*fault);
  }
  // The same for calls that leave something behind.
  std::optional<DiskFault> failing(DiskCall call);
  [[noreturn]] static void fail(const DiskFault& fault) {
    throw Failure("store_failed", "simulated", fault.number, "a disk failed");
  }

 private:
  static void carry_out(Contents& contents, const Step& step, const std::function<bool()>& keeps);
  std::set<std::size_t> safe_steps(std::size_t count) const;

  Contents initial_;
  Contents contents_;
  std::vector<Step> steps_;
  std::atomic<std::size_t> taken_{0};
  std::atomic<std::size_t> fails_at_{SIZE_MAX};
  std::optional<DiskFault> fault_;
  std::atomic<bool> has_failed_{false};
};

class SimulatedFile : public StoreFile {
 public:
  SimulatedFile(SimulatedDisk& disk, std::string name) : disk_(disk), name_(std::move(name)) {}

  void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    const auto fault = disk_.failing(DiskCall::kWrite);
    if (fault && fault->arrives == DiskFault::Arrives::kNothing) SimulatedDisk::fail(*fault);
    const bool half = fault && fault->arrives == DiskFault::Arrives::kHalf;
    const auto arriving = half ? bytes.first(bytes.size() / 2) : bytes;
    disk_.take({.file = name_,
                .kind = SimulatedDisk::Step::Kind::kWrite,
                .offset = offset,
                .bytes = {arriving.begin(), arriving.end()}});
    if (fault) SimulatedDisk::fail(*fault);
  }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
    disk_.check(DiskCall::kRead);
    const auto& content = disk_.contents().at(name_);
    if (offset >= content.size()) return 0;
    const std::size_t count = std::min(into.size(), content.size() - offset);
    std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }
  void sync() override {
    const auto fault = disk_.failing(DiskCall::kSync);
    const auto kind =
        fault ? SimulatedDisk::Step::Kind::kFailedSync : SimulatedDisk::Step::Kind::kSync;
    disk_.take({.file = name_, .kind = kind, .offset = 0, .bytes = {}});
    if (fault) SimulatedDisk::fail(*fault);
  }
  std::uint64_t size_bytes() const override {
    disk_.check(DiskCall::kSize);
    return disk_.contents().at(name_).size();
  }
  void resize(std::uint64_t size) override {
    disk_.check(DiskCall::kResize);
    take_size(size);
  }
  void allocate(std::uint64_t size) override {
    disk_.check(DiskCall::kAllocate);
    take_size(size);
  }
  // Number 0: it says that it is not, rather than to fail.
  bool in_place() const override {
    const auto fault = disk_.failing(DiskCall::kInPlace);
    if (fault && fault->number != 0) SimulatedDisk::fail(*fault);
    return !fault;
  }
  void forget_cache() override {}

 private:
  void take_size(std::uint64_t size) {
    disk_.take(
        {.file = name_, .kind = SimulatedDisk::Step::Kind::kResize, .offset = size, .bytes = {}});
  }

  SimulatedDisk& disk_;
  std::string name_;
};

inline std::unique_ptr<StoreFile> SimulatedDisk::open(const std::string& name) {
  check(DiskCall::kOpen);
  if (!contents_.contains(name)) return nullptr;
  return std::make_unique<SimulatedFile>(*this, name);
}

inline std::unique_ptr<StoreFile> SimulatedDisk::create(const std::string& name) {
  check(DiskCall::kCreate);
  contents_[name];
  initial_[name];
  return std::make_unique<SimulatedFile>(*this, name);
}

inline std::optional<DiskFault> SimulatedDisk::failing(DiskCall call) {
  if (!fault_ || fault_->call != call || fault_->at-- > 0) return std::nullopt;
  has_failed_ = true;
  return std::exchange(fault_, std::nullopt);
}

inline void SimulatedDisk::take(Step step) {
  if (steps_.size() >= fails_at_) fail({});
  carry_out(contents_, step, [] { return true; });
  steps_.push_back(std::move(step));
  taken_ = steps_.size();
}

inline void SimulatedDisk::carry_out(Contents& contents, const Step& step,
                                     const std::function<bool()>& keeps) {
  auto& content = contents[step.file];
  if (step.kind == Step::Kind::kResize) content.resize(step.offset);
  if (step.kind != Step::Kind::kWrite) return;
  if (content.size() < step.offset + step.bytes.size()) {
    content.resize(step.offset + step.bytes.size());
  }
  for (std::size_t at = 0; at < step.bytes.size();) {
    const std::size_t count =
        std::min(step.bytes.size() - at, kSectorBytes - (step.offset + at) % kSectorBytes);
    if (keeps()) {
      std::copy_n(step.bytes.begin() + static_cast<std::ptrdiff_t>(at), count,
                  content.begin() + static_cast<std::ptrdiff_t>(step.offset + at));
    }
    at += count;
  }
}

inline std::set<std::size_t> SimulatedDisk::safe_steps(std::size_t count) const {
  std::set<std::size_t> safe;
  std::map<std::string, std::vector<std::size_t>> cached;
  for (std::size_t i = 0; i < count; ++i) {
    auto& waiting = cached[steps_[i].file];
    if (steps_[i].kind == Step::Kind::kSync && !ignores_syncs) {
      safe.insert(waiting.begin(), waiting.end());
    }
    const bool is_sync =
        steps_[i].kind == Step::Kind::kSync || steps_[i].kind == Step::Kind::kFailedSync;
    if (is_sync) {
      waiting.clear();
    } else {
      waiting.push_back(i);
    }
  }
  return safe;
}

inline Contents SimulatedDisk::crashed(std::size_t count,
                                       const std::function<bool()>& keeps) const {
  const auto safe = safe_steps(count);
  Contents contents = initial_;
  for (std::size_t i = 0; i < count; ++i) {
    carry_out(contents, steps_[i], safe.contains(i) ? [] { return true; } : keeps);
  }
  return contents;
}

// For crashed(): keeps sectors with a chance of its own each time.
inline std::function<bool()> forgetful(std::mt19937_64& random) {
  const auto percent = std::array{0, 10, 50, 90, 100}[random() % 5];
  return [&random, percent] { return static_cast<int>(random() % 100) < percent; };
}

}  // namespace memvol::persistence
