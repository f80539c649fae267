// What a backing store asks of files, and no more: so tests can lose, tear and refuse what a disk
// may.
// Threading: one thread at a time.
// Every function throws Failure `store_failed` when the system refuses it. After such a failure
// nothing is known of what was written and not yet synced, so nobody may go on with the store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace memvol::persistence {

class StoreFile {
 public:
  StoreFile() = default;
  virtual ~StoreFile() = default;
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;

  // Beyond the end the file grows.
  virtual void write(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
  // Returns how many there are, which is fewer than asked for only at the end of the file.
  virtual std::size_t read(std::uint64_t offset, std::span<std::byte> into) const = 0;
  // When it returns, what was written before is on stable storage.
  virtual void sync() = 0;
  virtual std::uint64_t size_bytes() const = 0;
  virtual void resize(std::uint64_t size_bytes) = 0;
  // The same, larger than it was, with room on the disk for all of it where the file system can
  // say so.
  virtual void allocate(std::uint64_t size_bytes) = 0;
  // Whether its name leads to it still: else it was removed or replaced, and nobody would find
  // what is written to it.
  virtual bool in_place() const = 0;
  // What is read next, and was synced, comes from the disk as far as the system lets it.
  virtual void forget_cache() = 0;
};

class StoreDirectory {
 public:
  StoreDirectory() = default;
  virtual ~StoreDirectory() = default;
  StoreDirectory(const StoreDirectory&) = delete;
  StoreDirectory& operator=(const StoreDirectory&) = delete;

  // Where it is, for messages.
  virtual std::string path() const = 0;
  // Null when there is none such. The file is locked for as long as it is open: throws Failure
  // `store_in_use` when somebody else has it.
  virtual std::unique_ptr<StoreFile> open(const std::string& name) = 0;
  // The same of a new file; throws Failure `store_exists` when it is there.
  virtual std::unique_ptr<StoreFile> create(const std::string& name) = 0;
  virtual void remove(const std::string& name) = 0;
  // When it returns, the names of files are on stable storage.
  virtual void sync() = 0;
};

}  // namespace memvol::persistence
