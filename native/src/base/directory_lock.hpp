// An exclusive lock on a directory, by flock on a file in it: it goes with the process, however
// that ends, so a stale lock cannot exist.
#pragma once

#include <fcntl.h>
#include <sys/file.h>

#include <string>

#include "base/system_failure.hpp"
#include "base/unique_fd.hpp"

namespace memvol {

class DirectoryLock {
 public:
  // Throws Failure: `state_directory_in_use` when another process holds it, `file_unwritable`
  // when the file cannot be made.
  explicit DirectoryLock(const std::string& directory)
      : file_(::open((directory + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_.get() < 0) {
      throw system_failure("file_unwritable", "open", "cannot lock " + directory);
    }
    if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
      throw system_failure("state_directory_in_use", "flock", "another device uses " + directory);
    }
  }

 private:
  UniqueFd file_;
};

}  // namespace memvol
