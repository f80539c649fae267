// What a store asks of its disk and has not been answered yet: so that a disk that hangs is seen.
// And how quick the disk is, from what it was asked for before.
// Threading: any thread; begin() and end() are of the one that uses the store.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace memvol::persistence {

class StoreMeter {
 public:
  using Clock = std::chrono::steady_clock;

  // A call that is under way for as long as this lives.
  class Call {
   public:
    // `operation` outlives it.
    Call(StoreMeter& meter, const char* operation, const std::string& file) : meter_(meter) {
      meter_.begin(operation, file);
    }
    ~Call() { meter_.end(); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    StoreMeter& meter_;
  };

  // Bytes that the call under way has written.
  void wrote(std::uint64_t bytes);
  // All that was written is on stable storage now.
  void synced();

  // How long it takes to write so many bytes and have them on stable storage. Nothing before
  // enough was written to tell.
  std::optional<std::chrono::nanoseconds> time_for(std::uint64_t bytes) const;

  // Says what has been under way for so long or longer; nothing when nothing has.
  std::optional<std::string> hanging(std::chrono::nanoseconds at_least) const;

 private:
  struct UnderWay {
    const char* operation = nullptr;
    std::string file;
    Clock::time_point since;
  };

  void begin(const char* operation, const std::string& file);
  void end();

  mutable std::mutex mutex_;
  std::optional<UnderWay> under_way_;
  // Since the last sync.
  std::uint64_t unsynced_bytes_ = 0;
  std::chrono::nanoseconds unsynced_time_{0};
  // Of all syncs, those of long ago counting less.
  std::uint64_t bytes_ = 0;
  std::chrono::nanoseconds time_{0};
  std::chrono::nanoseconds sync_time_min_ = std::chrono::nanoseconds::max();
};

}  // namespace memvol::persistence
