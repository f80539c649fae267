#include "base/directory_lock.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

namespace memvol {
namespace {

class DirectoryLockTest : public ::testing::Test {
 protected:
  DirectoryLockTest() {
    std::string path = std::filesystem::temp_directory_path() / "memvol-lock-XXXXXX";
    directory_ = ::mkdtemp(path.data());
  }
  ~DirectoryLockTest() override { std::filesystem::remove_all(directory_); }

  std::string failure_code(const std::string& directory) {
    try {
      const DirectoryLock lock(directory);
    } catch (const Failure& failure) {
      return failure.code();
    }
    return "no failure";
  }

  std::string directory_;
};

TEST_F(DirectoryLockTest, lock__held_one_refuses_another) {
  const DirectoryLock held(directory_);
  EXPECT_EQ(failure_code(directory_), "state_directory_in_use");
}

TEST_F(DirectoryLockTest, lock__released_one_can_be_taken_again) {
  { const DirectoryLock released(directory_); }
  EXPECT_EQ(failure_code(directory_), "no failure");
}

TEST_F(DirectoryLockTest, lock__missing_directory_is_named) {
  EXPECT_EQ(failure_code(directory_ + "/missing"), "file_unwritable");
}

}  // namespace
}  // namespace memvol
