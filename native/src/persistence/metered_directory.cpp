#include "persistence/metered_directory.hpp"

#include <utility>

namespace memvol::persistence {

namespace {

class MeteredFile : public StoreFile {
 public:
  MeteredFile(std::unique_ptr<StoreFile> file, std::string path, std::shared_ptr<StoreMeter> meter)
      : file_(std::move(file)), path_(std::move(path)), meter_(std::move(meter)) {}

  void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    const StoreMeter::Call call(*meter_, "write", path_);
    file_->write(offset, bytes);
    meter_->wrote(bytes.size());
  }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
    const StoreMeter::Call call(*meter_, "read", path_);
    return file_->read(offset, into);
  }
  void sync() override {
    const StoreMeter::Call call(*meter_, "sync", path_);
    file_->sync();
    meter_->synced();
  }
  std::uint64_t size_bytes() const override {
    const StoreMeter::Call call(*meter_, "stat", path_);
    return file_->size_bytes();
  }
  void resize(std::uint64_t size_bytes) override {
    const StoreMeter::Call call(*meter_, "resize", path_);
    file_->resize(size_bytes);
  }
  void allocate(std::uint64_t size_bytes) override {
    const StoreMeter::Call call(*meter_, "allocation", path_);
    file_->allocate(size_bytes);
  }
  bool in_place() const override {
    const StoreMeter::Call call(*meter_, "stat", path_);
    return file_->in_place();
  }
  void forget_cache() override { file_->forget_cache(); }

 private:
  std::unique_ptr<StoreFile> file_;
  std::string path_;
  std::shared_ptr<StoreMeter> meter_;
};

}  // namespace

MeteredDirectory::MeteredDirectory(std::shared_ptr<StoreDirectory> directory,
                                   std::shared_ptr<StoreMeter> meter)
    : directory_(std::move(directory)), meter_(std::move(meter)) {}

std::unique_ptr<StoreFile> MeteredDirectory::open(const std::string& name) {
  const StoreMeter::Call call(*meter_, "open", path() + "/" + name);
  return metered(directory_->open(name), name);
}

std::unique_ptr<StoreFile> MeteredDirectory::create(const std::string& name) {
  const StoreMeter::Call call(*meter_, "open", path() + "/" + name);
  return metered(directory_->create(name), name);
}

std::unique_ptr<StoreFile> MeteredDirectory::metered(std::unique_ptr<StoreFile> file,
                                                     const std::string& name) {
  if (!file) return nullptr;
  return std::make_unique<MeteredFile>(std::move(file), path() + "/" + name, meter_);
}

void MeteredDirectory::remove(const std::string& name) {
  const StoreMeter::Call call(*meter_, "removal", path() + "/" + name);
  directory_->remove(name);
}

void MeteredDirectory::sync() {
  const StoreMeter::Call call(*meter_, "sync", path());
  directory_->sync();
}

}  // namespace memvol::persistence
