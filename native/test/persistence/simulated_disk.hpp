// A directory on a disk that forgets: each write is remembered until its file is synced, and a
// crash may keep any of its sectors and lose the others.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "base/failure.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

inline constexpr std::size_t kSectorBytes = 512;
using Content = std::vector<std::byte>;
using Contents = std::map<std::string, Content>;

class SimulatedDisk : public StoreDirectory {
 public:
  struct Step {
    enum class Kind { kWrite, kSync, kResize };
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
  void remove(const std::string& name) override { contents_.erase(name); }
  void sync() override {}

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
  // Syncs that are skipped, as by a mistake: for tests of the tests.
  bool ignores_syncs = false;

  // What is there after a crash before step `count`: all that was synced by then, and of the
  // rest each sector that `keeps` says.
  Contents crashed(std::size_t count, const std::function<bool()>& keeps) const;

  void take(Step step);

 private:
  static void carry_out(Contents& contents, const Step& step, const std::function<bool()>& keeps);

  Contents initial_;
  Contents contents_;
  std::vector<Step> steps_;
  std::atomic<std::size_t> taken_{0};
  std::atomic<std::size_t> fails_at_{SIZE_MAX};
};

class SimulatedFile : public StoreFile {
 public:
  SimulatedFile(SimulatedDisk& disk, std::string name) : disk_(disk), name_(std::move(name)) {}

  void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    disk_.take({.file = name_,
                .kind = SimulatedDisk::Step::Kind::kWrite,
                .offset = offset,
                .bytes = {bytes.begin(), bytes.end()}});
  }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
    const auto& content = disk_.contents().at(name_);
    if (offset >= content.size()) return 0;
    const std::size_t count = std::min(into.size(), content.size() - offset);
    std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }
  void sync() override {
    disk_.take({.file = name_, .kind = SimulatedDisk::Step::Kind::kSync, .offset = 0, .bytes = {}});
  }
  std::uint64_t size_bytes() const override { return disk_.contents().at(name_).size(); }
  void resize(std::uint64_t size) override {
    disk_.take(
        {.file = name_, .kind = SimulatedDisk::Step::Kind::kResize, .offset = size, .bytes = {}});
  }

 private:
  SimulatedDisk& disk_;
  std::string name_;
};

inline std::unique_ptr<StoreFile> SimulatedDisk::open(const std::string& name) {
  if (!contents_.contains(name)) return nullptr;
  return std::make_unique<SimulatedFile>(*this, name);
}

inline std::unique_ptr<StoreFile> SimulatedDisk::create(const std::string& name) {
  contents_[name];
  initial_[name];
  return std::make_unique<SimulatedFile>(*this, name);
}

inline void SimulatedDisk::take(Step step) {
  if (steps_.size() >= fails_at_) throw Failure("store_failed", "simulated", EIO, "a disk failed");
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

inline Contents SimulatedDisk::crashed(std::size_t count,
                                       const std::function<bool()>& keeps) const {
  std::map<std::string, std::size_t> synced;
  for (std::size_t i = 0; i < count; ++i) {
    if (steps_[i].kind == Step::Kind::kSync && !ignores_syncs) synced[steps_[i].file] = i;
  }
  Contents contents = initial_;
  for (std::size_t i = 0; i < count; ++i) {
    const auto sync = synced.find(steps_[i].file);
    const bool safe = sync != synced.end() && i < sync->second;
    carry_out(contents, steps_[i], safe ? [] { return true; } : keeps);
  }
  return contents;
}

}  // namespace memvol::persistence
