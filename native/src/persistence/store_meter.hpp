// What a store asks of its disk and has not been answered yet: so that a disk that hangs is seen.
// Threading: any thread; begin() and end() are of the one that uses the store.
#pragma once

#include <chrono>
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
};

}  // namespace memvol::persistence
