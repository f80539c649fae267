// A backing store's files in a directory of this system.
#pragma once

#include <memory>
#include <string>

#include "base/unique_fd.hpp"
#include "persistence/store_files.hpp"

namespace memvol::persistence {

class PosixDirectory : public StoreDirectory {
 public:
  // The directory exists. Throws Failure `store_failed`.
  explicit PosixDirectory(std::string path);

  std::string path() const override { return path_; }
  std::unique_ptr<StoreFile> open(const std::string& name) override;
  std::unique_ptr<StoreFile> create(const std::string& name) override;
  void remove(const std::string& name) override;
  void sync() override;

 private:
  std::unique_ptr<StoreFile> locked(UniqueFd file, const std::string& name);

  std::string path_;
  UniqueFd directory_;
};

}  // namespace memvol::persistence
