#include "persistence/posix_directory.hpp"

#include <cstdlib>
#include <filesystem>

#include "store_fixture.hpp"

namespace memvol::persistence {

namespace {

class PosixStore : public testing::Test {
 protected:
  PosixStore() {
    std::string name = (std::filesystem::temp_directory_path() / "memvol-store-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~PosixStore() override { std::filesystem::remove_all(path); }

  std::shared_ptr<PosixDirectory> directory() { return std::make_shared<PosixDirectory>(path); }

  std::string path;
};

TEST_F(PosixStore, what_was_committed__comes_back_after_the_files_are_closed) {
  Memory memory;
  memory.region(1)[3] = std::byte{42};
  {
    const auto store = BackingStore::create(directory(), identity());
    store->append(1, memory.region(1));
    store->commit();
  }
  const auto store = BackingStore::open(directory(), identity());
  EXPECT_EQ(store->epoch(), 1U);
  EXPECT_EQ(load(*store), memory);
}

TEST_F(PosixStore, a_second_device__is_refused) {
  const auto store = BackingStore::create(directory(), identity());
  EXPECT_EQ(failure_code([&] { BackingStore::open(directory(), identity()); }), "store_in_use");
}

TEST_F(PosixStore, a_store_that_is_there__is_not_made_anew) {
  BackingStore::create(directory(), identity());
  EXPECT_EQ(failure_code([&] { BackingStore::create(directory(), identity()); }), "store_exists");
}

TEST_F(PosixStore, removed__is_gone) {
  BackingStore::create(directory(), identity())->remove();
  EXPECT_TRUE(std::filesystem::is_empty(path));
  EXPECT_EQ(failure_code([&] { BackingStore::open(directory(), identity()); }), "store_missing");
}

TEST_F(PosixStore, no_directory__is_said) {
  EXPECT_EQ(failure_code([&] { PosixDirectory(path + "/none"); }), "store_failed");
}

}  // namespace

}  // namespace memvol::persistence
