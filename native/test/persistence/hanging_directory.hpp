// A directory whose files hang in each sync while they are told to.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "persistence/store_files.hpp"

namespace memvol::persistence {

class HangingDirectory : public StoreDirectory {
 public:
  explicit HangingDirectory(std::shared_ptr<StoreDirectory> directory)
      : directory_(std::move(directory)) {}

  void hang() {
    const std::lock_guard lock(gate_->mutex);
    gate_->closed = true;
  }
  void go_on() {
    const std::lock_guard lock(gate_->mutex);
    gate_->closed = false;
    gate_->changed.notify_all();
  }

  std::string path() const override { return directory_->path(); }
  std::unique_ptr<StoreFile> open(const std::string& name) override {
    return std::make_unique<File>(directory_->open(name), gate_);
  }
  std::unique_ptr<StoreFile> create(const std::string& name) override {
    return std::make_unique<File>(directory_->create(name), gate_);
  }
  void remove(const std::string& name) override { directory_->remove(name); }
  void sync() override { directory_->sync(); }

 private:
  struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool closed = false;
  };

  class File : public StoreFile {
   public:
    File(std::unique_ptr<StoreFile> file, std::shared_ptr<Gate> gate)
        : file_(std::move(file)), gate_(std::move(gate)) {}

    void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
      file_->write(offset, bytes);
    }
    std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
      return file_->read(offset, into);
    }
    void sync() override {
      std::unique_lock lock(gate_->mutex);
      gate_->changed.wait(lock, [this] { return !gate_->closed; });
      lock.unlock();
      file_->sync();
    }
    std::uint64_t size_bytes() const override { return file_->size_bytes(); }
    void resize(std::uint64_t size_bytes) override { file_->resize(size_bytes); }
    void allocate(std::uint64_t size_bytes) override { file_->allocate(size_bytes); }
    bool in_place() const override { return file_->in_place(); }
    void forget_cache() override { file_->forget_cache(); }

   private:
    std::unique_ptr<StoreFile> file_;
    std::shared_ptr<Gate> gate_;
  };

  std::shared_ptr<StoreDirectory> directory_;
  std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
};

}  // namespace memvol::persistence
