// What a run is to do; everything resolved to numbers. Mirrors NativeRunSpec of the binding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "atomics/message.hpp"
#include "bench/contents.hpp"
#include "bench/flow.hpp"
#include "bench/pattern.hpp"
#include "client/notify_options.hpp"
#include "fabric/address.hpp"

namespace memvol::bench {

enum class EngineKind : std::uint8_t { kFabric, kNull, kFile };

// What the file engine works on.
struct FileTarget {
  std::string path;
  // Past the page cache.
  bool direct = false;
};

// Where a thread connects to, with a one-time ticket (raw bytes).
struct Connection {
  fabric::Address address;
  std::string ticket;
};

// An operation of a log that is replayed.
struct ReplayEntry {
  Direction direction = Direction::kRead;
  // From where the thread's range starts.
  std::uint64_t offset_bytes = 0;
  std::uint64_t length_bytes = 0;
  // From the start.
  std::uint64_t due_ns = 0;
};

struct ThreadSpec {
  // For the fabric engine alone.
  std::optional<Connection> connection;
  std::uint64_t seed = 0;
  // Where its range starts, from where the job's does.
  std::uint64_t offset_bytes = 0;
  // The processors that it may run on, by their numbers; empty: all.
  std::vector<std::uint32_t> cpus;
  // What it does, where the pattern says that it replays a log.
  std::vector<ReplayEntry> replay;
};

// One job; each of its threads does all of this by itself.
struct JobSpec {
  EngineKind engine = EngineKind::kNull;
  FileTarget file;
  Pattern pattern;
  std::uint64_t offset_bytes = 0;
  std::uint64_t size_bytes = 0;
  // Bytes to transfer in all; 0: no such bound.
  std::uint64_t io_size_bytes = 0;
  // Operations in all; 0: no such bound.
  std::uint64_t number_ios = 0;
  // Counts from the end of the ramp; 0: no time bound.
  std::uint64_t runtime_ns = 0;
  // Operations that complete before this has passed are not recorded.
  std::uint64_t ramp_ns = 0;
  std::uint32_t iodepth = 1;
  Rates rates;
  Flow flow;
  Buffers buffers;
  Verify verify;
  // A log's times count where one is replayed.
  bool replay_timed = false;
  // Writes are atomic operations on words, which the device carries out.
  std::optional<atomics::Kind> atomic;
  client::NotifyOptions notify;
  std::vector<ThreadSpec> threads;

  // Whether the workload has operations of the direction.
  bool uses(Direction direction) const { return pattern.uses(direction); }
  // Whether operations are due at times of their own.
  bool paced() const { return rates.paced() || (pattern.replayed && replay_timed); }
  // Whether the job reads at all, be it what it has written.
  bool reads() const { return uses(Direction::kRead) || (verify.set() && verify.reads_back); }
  bool writes() const {
    return !atomic && (uses(Direction::kWrite) || uses(Direction::kTrim)) && !verify.only;
  }
};

struct RunSpec {
  std::vector<JobSpec> jobs;
  // How long a thread spins for completions before it blocks; 0 blocks at once.
  std::uint64_t spin_ns = 0;
  // An operation without answer for so long fails the thread.
  std::uint64_t operation_timeout_ns = 0;
};

// Throws Failure `range_invalid` or `usage` for a job that no thread could carry out.
void check_spec(const RunSpec& spec);

}  // namespace memvol::bench
