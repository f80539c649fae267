#include "persistence/posix_directory.hpp"

#include <sys/resource.h>

#include <csignal>
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

TEST_F(PosixStore, a_file_that_was_removed_or_replaced__is_noticed) {
  for (const char* name : {"/v.img", "/v.journal"}) {
    const auto store = BackingStore::create(directory(), identity());
    store->check_in_place();
    std::filesystem::rename(path + name, path + "/elsewhere");
    EXPECT_EQ(failure_code([&] { store->check_in_place(); }), "store_failed");
    std::filesystem::copy_file(path + "/elsewhere", path + name);
    EXPECT_EQ(failure_code([&] { store->check_in_place(); }), "store_failed");
    std::filesystem::rename(path + "/elsewhere", path + name);
    store->check_in_place();
    store->remove();
  }
}

// The system's own full disk.
TEST_F(PosixStore, a_full_disk__is_said) {
  const auto full = PosixDirectory("/dev").open("full");
  const std::vector<std::byte> bytes(kBlockBytes);
  try {
    full->write(0, bytes);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "store_failed");
    EXPECT_EQ(failure.number(), ENOSPC);
  }
}

// As where the disk has less room than the volume is to have.
TEST_F(PosixStore, no_room_for_the_image__leaves_no_files) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{.rlim_cur = kVolumeBytes - 1, .rlim_max = before.rlim_max};
  const auto signal = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto code = failure_code([&] { BackingStore::create(directory(), identity()); });
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, signal);
  EXPECT_EQ(code, "store_failed");
  EXPECT_TRUE(std::filesystem::is_empty(path));
}

TEST_F(PosixStore, no_directory__is_said) {
  EXPECT_EQ(failure_code([&] { PosixDirectory(path + "/none"); }), "store_failed");
}

}  // namespace

}  // namespace memvol::persistence
