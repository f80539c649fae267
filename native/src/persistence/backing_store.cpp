#include "persistence/backing_store.hpp"

#include <algorithm>
#include <utility>

#include "base/failure.hpp"
#include "persistence/crc32c.hpp"
#include "persistence/log_reader.hpp"
#include "persistence/metered_directory.hpp"
#include "persistence/superblocks.hpp"

namespace memvol::persistence {

using observation::Extent;

namespace {

// What a journal keeps of the disk after a checkpoint.
constexpr std::uint64_t kLogKeptBytes = std::uint64_t{64} << 20;

std::string image_name(const std::string& name) { return name + ".img"; }
std::string journal_name(const std::string& name) { return name + ".journal"; }

}  // namespace

BackingStore::BackingStore(std::shared_ptr<StoreDirectory> directory, std::string name,
                           Superblock superblock)
    : directory_(std::make_shared<MeteredDirectory>(std::move(directory), meter_)),
      name_(std::move(name)),
      superblock_(std::move(superblock)),
      checksums_(superblock_.geometry) {}

std::unique_ptr<BackingStore> BackingStore::create(std::shared_ptr<StoreDirectory> directory,
                                                   const StoreIdentity& identity) {
  const Superblock superblock{.volume_id = identity.volume_id, .geometry = identity.geometry};
  std::unique_ptr<BackingStore> store(
      new BackingStore(std::move(directory), identity.name, superblock));
  try {
    store->make();
  } catch (const Failure&) {
    store->remove_made();
    throw;
  }
  return store;
}

void BackingStore::make() {
  journal_ = directory_->create(journal_name(name_));
  image_ = directory_->create(image_name(name_));
  const auto& geometry = superblock_.geometry;
  // Now, rather than in the middle of an epoch, it is found that the disk is too small.
  image_->allocate(geometry.volume_size_bytes());
  image_->sync();
  journal_->resize(log_offset(geometry));
  begin_round(0, 0);
  directory_->sync();
}

// Half a store would be in the way of the next try.
void BackingStore::remove_made() {
  try {
    if (image_) directory_->remove(image_name(name_));
    if (journal_) directory_->remove(journal_name(name_));
  } catch (const Failure&) {
    // The first failure is the one that is told; what is left is in nobody's catalog.
    return;
  }
}

void BackingStore::check_in_place() const {
  for (const auto& [file, name] : {std::pair(image_.get(), image_name(name_)),
                                   std::pair(journal_.get(), journal_name(name_))}) {
    if (file->in_place()) continue;
    throw Failure("store_failed", "stat", 0,
                  directory_->path() + "/" + name + " was removed or replaced while in use");
  }
}

std::unique_ptr<BackingStore> BackingStore::open(std::shared_ptr<StoreDirectory> directory,
                                                 const StoreIdentity& identity) {
  std::unique_ptr<BackingStore> store(
      new BackingStore(std::move(directory), identity.name,
                       {.volume_id = identity.volume_id, .geometry = identity.geometry}));
  store->open_files();
  try {
    store->recover(identity.epoch_min);
  } catch (const Failure& failure) {
    if (failure.code() != "store_damaged") throw;
    store->fail_damaged(failure.what());
  }
  return store;
}

void BackingStore::open_files() {
  journal_ = directory_->open(journal_name(name_));
  image_ = directory_->open(image_name(name_));
  if (journal_ && image_) return;
  throw Failure("store_missing", "open", 0,
                "the backing store of volume '" + name_ + "' in " + directory_->path() +
                    " has no " + (journal_ ? image_name(name_) : journal_name(name_)));
}

void BackingStore::fail_damaged(const std::string& what) const {
  throw Failure(
      "store_damaged", "recover", 0,
      "the backing store of volume '" + name_ + "' in " + directory_->path() + ": " + what);
}

void BackingStore::recover(std::uint64_t epoch_min) {
  const auto found = read_superblock(*journal_);
  const auto& wanted = superblock_.geometry;
  if (found.volume_id != superblock_.volume_id) {
    fail_damaged("the journal is of another volume, " + found.volume_id);
  }
  if (found.geometry.volume_size_bytes() != wanted.volume_size_bytes() ||
      found.geometry.region_size_bytes() != wanted.region_size_bytes()) {
    fail_damaged("the journal is of a volume of another size");
  }
  if (image_->size_bytes() != wanted.volume_size_bytes()) {
    fail_damaged("the image has " + std::to_string(image_->size_bytes()) + " bytes, not " +
                 std::to_string(wanted.volume_size_bytes()));
  }
  superblock_ = found;
  epoch_ = found.epoch;
  checksums_.read(*journal_);
  const auto epochs = scan_log(*journal_, superblock_);
  const auto last = epochs.empty() ? found.epoch : epochs.back().epoch;
  if (last < epoch_min) {
    fail_damaged("its last epoch is " + std::to_string(last) + ", and epoch " +
                 std::to_string(epoch_min) + " was known: it is an older copy");
  }
  for (const LogEpoch& epoch : epochs) {
    apply(epoch);
    epoch_ = epoch.epoch;
  }
  // A round of its own, even if there was nothing: what a torn epoch left must not be taken for
  // a part of the next.
  checkpoint();
}

void BackingStore::load(std::span<std::byte> memory) const {
  const auto& geometry = superblock_.geometry;
  std::uint32_t damaged = 0;
  std::uint64_t first = 0;
  for (std::uint32_t region = 0; region < geometry.region_count(); ++region) {
    const Extent extent = geometry.extent_of({.first = region, .count = 1});
    const auto bytes = memory.subspan(extent.offset_bytes, extent.length_bytes);
    if (read_region(region, bytes)) continue;
    if (damaged++ == 0) first = extent.offset_bytes;
  }
  if (damaged == 0) return;
  fail_damaged(std::to_string(damaged) + " regions of the image, the first at byte " +
               std::to_string(first) + ", are not what their checksums say");
}

bool BackingStore::read_region(std::uint32_t region, std::span<std::byte> into) const {
  const Extent extent = superblock_.geometry.extent_of({.first = region, .count = 1});
  return image_->read(extent.offset_bytes, into) == into.size() &&
         crc32c(into) == checksums_.at(region);
}

bool BackingStore::image_is_whole(std::uint32_t region, std::span<std::byte> buffer) const {
  try {
    return read_region(region, buffer);
  } catch (const Failure&) {
    // What cannot be read is not whole; nothing was written that could be lost by that.
    return false;
  }
}

void BackingStore::append(std::uint32_t region, std::span<const std::byte> live) {
  log_->append(region, live);
}

std::uint64_t BackingStore::commit() {
  const auto place = log_->commit(epoch_ + 1);
  unapplied_.push_back({.epoch = ++epoch_, .begin = place.begin, .end = place.end});
  return epoch_;
}

void BackingStore::apply() {
  for (const LogEpoch& epoch : unapplied_) apply(epoch);
  unapplied_.clear();
}

void BackingStore::apply(const LogEpoch& epoch) {
  LogReader reader(*journal_, superblock_, epoch.begin);
  for (std::uint32_t index = 0; reader.position() < epoch.end; ++index) {
    const auto record = reader.next(epoch.epoch, index);
    if (!record) {
      fail_damaged("epoch " + std::to_string(epoch.epoch) + " changed in the journal");
    }
    const auto& header = record->header;
    if (header.kind == RecordKind::kCommit) continue;
    image_->write(superblock_.geometry.extent_of(header.regions).offset_bytes, record->payload);
    for (std::uint32_t i = 0; i < header.regions.count; ++i) {
      checksums_.set(header.regions.first + i, header.checksums[i]);
    }
  }
}

void BackingStore::checkpoint() {
  apply();
  image_->sync();
  checksums_.write(*journal_);
  journal_->sync();
  begin_round(superblock_.round + 1, epoch_);
}

void BackingStore::begin_round(std::uint64_t round, std::uint64_t epoch) {
  log_.reset();
  superblock_.round = round;
  superblock_.epoch = epoch;
  write_superblock(*journal_, superblock_);
  const std::uint64_t kept = log_offset(superblock_.geometry) + kLogKeptBytes;
  if (journal_->size_bytes() > kept) journal_->resize(kept);
  log_.emplace(*journal_, superblock_);
}

std::uint64_t BackingStore::log_bytes() const {
  return log_->position() - log_offset(superblock_.geometry);
}

void BackingStore::remove() {
  directory_->remove(image_name(name_));
  directory_->remove(journal_name(name_));
  directory_->sync();
}

}  // namespace memvol::persistence
