#include "base/data_extents.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/failure.hpp"

namespace memvol {

namespace {

class DataExtentsTest : public testing::Test {
 protected:
  DataExtentsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "memvol-extents-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  ~DataExtentsTest() override { std::filesystem::remove_all(directory_); }

  void write(std::uint64_t offset, const std::string& bytes) {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(offset));
    file << bytes;
  }

  std::string directory_;
  std::string path_;
};

TEST_F(DataExtentsTest, a_sparse_file__has_what_was_written_and_holes) {
  constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
  path_ = directory_ + "/file";
  std::ofstream{path_};
  std::filesystem::resize_file(path_, 8 * kMebibyte);
  write(2 * kMebibyte, std::string(4096, 'a'));
  write(5 * kMebibyte + 100, "b");
  const auto extents = data_extents(path_);
  // A file system that knows no holes has one extent; all there is must be within.
  ASSERT_FALSE(extents.empty());
  const auto holds = [&](std::uint64_t at) {
    for (const auto& [offset, length] : extents) {
      if (at >= offset && at < offset + length) return true;
    }
    return false;
  };
  EXPECT_TRUE(holds(2 * kMebibyte));
  EXPECT_TRUE(holds(2 * kMebibyte + 4095));
  EXPECT_TRUE(holds(5 * kMebibyte + 100));
  EXPECT_LE(extents.back().offset_bytes + extents.back().length_bytes, 8 * kMebibyte);
  for (std::size_t i = 1; i < extents.size(); ++i) {
    EXPECT_GT(extents[i].offset_bytes, extents[i - 1].offset_bytes + extents[i - 1].length_bytes);
  }
}

TEST_F(DataExtentsTest, an_empty_file__has_none) {
  path_ = directory_ + "/file";
  std::ofstream{path_};
  EXPECT_TRUE(data_extents(path_).empty());
}

TEST_F(DataExtentsTest, no_file__is_said) {
  try {
    data_extents(directory_ + "/none");
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "file_unreadable");
  }
}

}  // namespace

}  // namespace memvol
