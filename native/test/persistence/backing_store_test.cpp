#include "persistence/backing_store.hpp"

#include "store_fixture.hpp"

namespace memvol::persistence {

namespace {

constexpr const char* kImage = "v.img";
constexpr const char* kJournal = "v.journal";

std::uint64_t log_start() { return log_offset(identity().geometry); }

TEST(BackingStore, a_new_one__is_zero_in_epoch_0) {
  StoredVolume volume;
  const auto store = reopen(volume.disk->contents());
  EXPECT_EQ(store->epoch(), 0U);
  EXPECT_EQ(load(*store), Memory());
}

TEST(BackingStore, committed_epochs__come_back_without_a_checkpoint) {
  StoredVolume volume;
  for (int i = 0; i < 20; ++i) volume.change();
  const auto store = reopen(volume.disk->contents());
  EXPECT_EQ(store->epoch(), 20U);
  EXPECT_EQ(load(*store), volume.memory);
}

TEST(BackingStore, after_a_checkpoint__the_image_is_the_volume_byte_by_byte) {
  StoredVolume volume;
  volume.change();
  volume.store->checkpoint();
  const auto& image = volume.disk->contents().at(kImage);
  ASSERT_EQ(image.size(), kVolumeBytes);
  EXPECT_TRUE(std::ranges::equal(image, volume.memory.bytes()));
  EXPECT_EQ(volume.store->log_bytes(), 0U);
}

TEST(BackingStore, epochs_after_recovery__go_on_counting) {
  StoredVolume volume;
  volume.change();
  volume.change();
  const auto disk = std::make_shared<SimulatedDisk>(volume.disk->contents());
  const auto store = BackingStore::open(disk, identity());
  store->append(0, volume.memory.region(0));
  EXPECT_EQ(store->commit(), 3U);
  EXPECT_EQ(reopen(disk->contents())->epoch(), 3U);
}

TEST(BackingStore, an_epoch_without_regions__is_one) {
  StoredVolume volume;
  EXPECT_EQ(volume.commit(), 1U);
  EXPECT_EQ(reopen(volume.disk->contents())->epoch(), 1U);
}

TEST(BackingStore, uncommitted_regions__do_not_come_back) {
  StoredVolume volume;
  volume.change();
  const Memory committed = volume.memory;
  volume.scribble(2);
  EXPECT_EQ(load(*reopen(volume.disk->contents())), committed);
}

TEST(BackingStore, the_last_epoch_torn__is_left_out) {
  StoredVolume volume;
  volume.change();
  const Memory before = volume.memory;
  const std::uint64_t begin = log_start() + volume.store->log_bytes();
  volume.scribble(1);
  volume.commit();
  volume.disk->contents().at(kJournal).at(begin + kBlockBytes + 5) ^= std::byte{1};
  const auto store = reopen(volume.disk->contents());
  EXPECT_EQ(store->epoch(), 1U);
  EXPECT_EQ(load(*store), before);
}

// A sync lies between two epochs: no crash can have torn the first of them.
TEST(BackingStore, an_epoch_damaged_with_another_behind_it__is_reported) {
  StoredVolume volume;
  volume.scribble(1);
  volume.commit();
  volume.change();
  const auto whole = volume.disk->contents();
  const auto end = whole.at(kJournal).size();
  for (std::size_t at = log_start(); at < log_start() + 2 * kBlockBytes + kRegionBytes; at += 97) {
    auto contents = whole;
    contents.at(kJournal).at(at) ^= std::byte{0x10};
    EXPECT_EQ(failure_code([&] { reopen(contents); }), "store_damaged") << at << " of " << end;
  }
}

TEST(BackingStore, damage_to_the_image__is_reported) {
  StoredVolume volume;
  volume.change();
  volume.store->checkpoint();
  for (const std::size_t at : {std::size_t{0}, kRegionBytes + 7, kVolumeBytes - 1}) {
    auto contents = volume.disk->contents();
    contents.at(kImage).at(at) ^= std::byte{1};
    const auto store = reopen(contents);
    EXPECT_EQ(failure_code([&] { load(*store); }), "store_damaged");
  }
}

TEST(BackingStore, damage_to_a_checksum__is_reported) {
  StoredVolume volume;
  volume.change();
  volume.store->checkpoint();
  auto contents = volume.disk->contents();
  contents.at(kJournal).at(kChecksumsOffset + 4) ^= std::byte{1};
  EXPECT_EQ(failure_code([&] { load(*reopen(contents)); }), "store_damaged");
}

TEST(BackingStore, one_superblock_damaged__the_other_does_if_nothing_came_after) {
  StoredVolume volume;
  volume.change();
  volume.store->checkpoint();
  auto contents = volume.disk->contents();
  contents.at(kJournal).at(superblock_offset(1)) ^= std::byte{1};
  EXPECT_EQ(load(*reopen(contents)), volume.memory);
  contents.at(kJournal).at(superblock_offset(0)) ^= std::byte{1};
  EXPECT_EQ(failure_code([&] { reopen(contents); }), "store_damaged");
}

TEST(BackingStore, a_superblock_older_than_its_log__is_reported) {
  StoredVolume volume;
  volume.change();
  volume.store->checkpoint();
  volume.change();
  auto contents = volume.disk->contents();
  contents.at(kJournal).at(superblock_offset(1)) ^= std::byte{1};
  EXPECT_EQ(failure_code([&] { reopen(contents); }), "store_damaged");
}

TEST(BackingStore, files_of_two_times__are_told_apart) {
  StoredVolume volume;
  volume.scribble(3);
  volume.commit();
  volume.store->checkpoint();
  const auto old = volume.disk->contents();
  volume.scribble(3);
  volume.commit();
  volume.store->checkpoint();
  for (const char* name : {kImage, kJournal}) {
    auto contents = volume.disk->contents();
    contents.at(name) = old.at(name);
    EXPECT_EQ(failure_code([&] { load(*reopen(contents)); }), "store_damaged") << name;
  }
}

TEST(BackingStore, an_older_copy_of_both_files__is_told_apart_by_an_epoch_that_was_known) {
  StoredVolume volume;
  volume.change();
  volume.change();
  const auto open_with = [&](std::uint64_t known) {
    const auto disk = std::make_shared<SimulatedDisk>(volume.disk->contents());
    const auto before = disk->contents();
    const auto code = failure_code([&] { BackingStore::open(disk, identity(known)); });
    // What is refused stays as it is.
    EXPECT_EQ(disk->contents() == before, !code.empty());
    return code;
  };
  EXPECT_EQ(open_with(2), "");
  EXPECT_EQ(open_with(3), "store_damaged");
}

TEST(BackingStore, other_sizes_or_another_volume__are_refused) {
  StoredVolume volume;
  const auto contents = volume.disk->contents();
  const auto open_as = [&](const StoreIdentity& other) {
    return failure_code(
        [&] { BackingStore::open(std::make_shared<SimulatedDisk>(contents), other); });
  };
  auto other = identity();
  other.volume_id = "99999999-2222-3333-4444-555555555555";
  EXPECT_EQ(open_as(other), "store_damaged");
  other = identity();
  other.geometry = observation::Geometry(kVolumeBytes + 512, kRegionBytes);
  EXPECT_EQ(open_as(other), "store_damaged");
  auto truncated = contents;
  truncated.at(kImage).resize(kVolumeBytes - 512);
  EXPECT_EQ(failure_code([&] { reopen(truncated); }), "store_damaged");
  auto gone = contents;
  gone.erase(kImage);
  EXPECT_EQ(failure_code([&] { reopen(gone); }), "store_missing");
}

TEST(BackingStore, records_of_an_earlier_round__are_not_taken_for_the_present) {
  StoredVolume volume;
  for (int i = 0; i < 5; ++i) volume.change();
  volume.store->checkpoint();
  // Shorter than what it lies over.
  volume.scribble(0);
  volume.commit();
  const auto store = reopen(volume.disk->contents());
  EXPECT_EQ(store->epoch(), 6U);
  EXPECT_EQ(load(*store), volume.memory);
}

}  // namespace

}  // namespace memvol::persistence
