// A volume on stable storage: its image, `<name>.img`, and its journal, `<name>.journal`, in one
// directory. What both hold together is one committed epoch, whatever happens between two calls
// or within one.
//
// An epoch: append() each region that changed, commit(), apply(). Once commit() has returned
// the epoch is durable. apply() writes it to the image too, and from time to time
// checkpoint() begins the log anew.
//
// Threading: one thread at a time.
// After any Failure the store may not be used any more: it is to be opened, and so recovered.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "observation/geometry.hpp"
#include "persistence/checksum_table.hpp"
#include "persistence/journal_format.hpp"
#include "persistence/log_scan.hpp"
#include "persistence/log_writer.hpp"
#include "persistence/store_files.hpp"
#include "persistence/store_meter.hpp"

namespace memvol::persistence {

struct StoreIdentity {
  // What the files are called.
  std::string name;
  std::string volume_id;
  observation::Geometry geometry;
  // An epoch that was known of it: a store of an earlier one is a copy of earlier times.
  std::uint64_t epoch_min = 0;
};

class BackingStore {
 public:
  // Of a zero volume, in epoch 0. Throws Failure `store_exists`; `store_failed`, also where there
  // is too little room for the image: then it leaves no files.
  static std::unique_ptr<BackingStore> create(std::shared_ptr<StoreDirectory> directory,
                                              const StoreIdentity& identity);
  // Recovers: the image holds the last committed epoch when this returns. Throws Failure
  // `store_missing`, `store_in_use`, `store_failed`; `store_damaged` for what is not whole, is
  // another volume's, is older than it was or has other sizes.
  static std::unique_ptr<BackingStore> open(std::shared_ptr<StoreDirectory> directory,
                                            const StoreIdentity& identity);

  // The last committed epoch.
  std::uint64_t epoch() const { return epoch_; }

  // Fills the volume's memory from the image. Throws Failure `store_damaged` where the image is
  // not what its checksums say.
  void load(std::span<std::byte> memory) const;

  // Whether the region's bytes in the image are what their checksum says, as far as they can be
  // read at all. All that is committed is applied. `buffer` has the region's size.
  bool image_is_whole(std::uint32_t region, std::span<std::byte> buffer) const;
  // Of what was last applied.
  std::uint32_t checksum(std::uint32_t region) const { return checksums_.at(region); }
  // The image is read from its disk from here on, as far as the system lets it.
  void forget_cache() { image_->forget_cache(); }

  void append(std::uint32_t region, std::span<const std::byte> live);
  // Returns the epoch's number.
  std::uint64_t commit();
  // All that is committed.
  void apply();
  // The image is on stable storage, and the log begins anew, when this returns.
  void checkpoint();
  // What it asks of its disk.
  std::shared_ptr<const StoreMeter> meter() const { return meter_; }
  // What the log holds.
  std::uint64_t log_bytes() const;

  // Throws Failure `store_failed` when a file was removed or replaced meanwhile: what was
  // committed is then in a file that no recovery would find.
  void check_in_place() const;

  // Takes the files away.
  void remove();

 private:
  BackingStore(std::shared_ptr<StoreDirectory> directory, std::string name, Superblock superblock);

  void open_files();
  void make();
  void remove_made();
  void recover(std::uint64_t epoch_min);
  bool read_region(std::uint32_t region, std::span<std::byte> into) const;
  void apply(const LogEpoch& epoch);
  void begin_round(std::uint64_t round, std::uint64_t epoch);
  [[noreturn]] void fail_damaged(const std::string& what) const;

  std::shared_ptr<StoreMeter> meter_ = std::make_shared<StoreMeter>();
  std::shared_ptr<StoreDirectory> directory_;
  std::string name_;
  std::unique_ptr<StoreFile> image_;
  std::unique_ptr<StoreFile> journal_;
  Superblock superblock_;
  ChecksumTable checksums_;
  std::uint64_t epoch_ = 0;
  std::optional<LogWriter> log_;
  // Committed, and not in the image yet.
  std::vector<LogEpoch> unapplied_;
};

}  // namespace memvol::persistence
