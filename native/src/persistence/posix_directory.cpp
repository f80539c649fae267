#include "persistence/posix_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <utility>

#include "base/system_failure.hpp"

namespace memvol::persistence {

namespace {

class PosixFile : public StoreFile {
 public:
  PosixFile(UniqueFd file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      // Only read, though the vector's type is the one for reading into, too.
      const iovec piece{.iov_base = const_cast<std::byte*>(bytes.data()), .iov_len = bytes.size()};
      const auto written = ::pwritev2(file_.get(), &piece, 1, static_cast<off_t>(offset), 0);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw failure("pwritev2");
      offset += static_cast<std::uint64_t>(written);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
  }

  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
    std::size_t done = 0;
    while (done < into.size()) {
      const auto got = ::pread(file_.get(), into.data() + done, into.size() - done,
                               static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw failure("pread");
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  // Not again after EINTR: what a failed sync has dropped, a second one does not bring back.
  void sync() override {
    if (::fdatasync(file_.get()) != 0) throw failure("fdatasync");
  }

  std::uint64_t size_bytes() const override {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) throw failure("fstat");
    return static_cast<std::uint64_t>(status.st_size);
  }

  void resize(std::uint64_t size_bytes) override {
    if (::ftruncate(file_.get(), static_cast<off_t>(size_bytes)) != 0) throw failure("ftruncate");
  }

  void allocate(std::uint64_t size_bytes) override {
    if (::fallocate(file_.get(), 0, 0, static_cast<off_t>(size_bytes)) == 0) return;
    if (errno != EOPNOTSUPP) throw failure("fallocate");
    resize(size_bytes);
  }

  bool in_place() const override {
    struct stat here {};
    struct stat named {};
    if (::fstat(file_.get(), &here) != 0) throw failure("fstat");
    if (::stat(path_.c_str(), &named) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) return false;
      throw failure("stat");
    }
    return here.st_dev == named.st_dev && here.st_ino == named.st_ino;
  }

  // Advice: a system that does not take it reads what it has.
  void forget_cache() override { ::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_DONTNEED); }

 private:
  Failure failure(const char* operation) const {
    return system_failure("store_failed", operation, path_);
  }

  UniqueFd file_;
  std::string path_;
};

}  // namespace

PosixDirectory::PosixDirectory(std::string path)
    : path_(std::move(path)),
      directory_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (directory_.get() < 0) throw system_failure("store_failed", "open", path_);
}

std::unique_ptr<StoreFile> PosixDirectory::open(const std::string& name) {
  UniqueFd file(::openat(directory_.get(), name.c_str(), O_RDWR | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return nullptr;
  if (file.get() < 0) throw system_failure("store_failed", "open", path_ + "/" + name);
  return locked(std::move(file), name);
}

std::unique_ptr<StoreFile> PosixDirectory::create(const std::string& name) {
  UniqueFd file(
      ::openat(directory_.get(), name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) {
    throw system_failure(errno == EEXIST ? "store_exists" : "store_failed", "open",
                         path_ + "/" + name);
  }
  return locked(std::move(file), name);
}

std::unique_ptr<StoreFile> PosixDirectory::locked(UniqueFd file, const std::string& name) {
  const std::string path = path_ + "/" + name;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    throw system_failure("store_in_use", "flock", "another device uses " + path);
  }
  return std::make_unique<PosixFile>(std::move(file), path);
}

void PosixDirectory::remove(const std::string& name) {
  if (::unlinkat(directory_.get(), name.c_str(), 0) != 0 && errno != ENOENT) {
    throw system_failure("store_failed", "unlink", path_ + "/" + name);
  }
}

void PosixDirectory::sync() {
  if (::fsync(directory_.get()) != 0) throw system_failure("store_failed", "fsync", path_);
}

}  // namespace memvol::persistence
