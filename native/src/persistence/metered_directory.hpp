// A store's directory, with each call of it and of its files told to a meter.
#pragma once

#include <memory>
#include <string>

#include "persistence/store_files.hpp"
#include "persistence/store_meter.hpp"

namespace memvol::persistence {

class MeteredDirectory : public StoreDirectory {
 public:
  MeteredDirectory(std::shared_ptr<StoreDirectory> directory, std::shared_ptr<StoreMeter> meter);

  std::string path() const override { return directory_->path(); }
  std::unique_ptr<StoreFile> open(const std::string& name) override;
  std::unique_ptr<StoreFile> create(const std::string& name) override;
  void remove(const std::string& name) override;
  void sync() override;

 private:
  std::unique_ptr<StoreFile> metered(std::unique_ptr<StoreFile> file, const std::string& name);

  std::shared_ptr<StoreDirectory> directory_;
  std::shared_ptr<StoreMeter> meter_;
};

}  // namespace memvol::persistence
