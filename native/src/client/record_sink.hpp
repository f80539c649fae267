// Where records go on their way to the device: messages, or a ring in its memory.
// Threading: the session's.
#pragma once

#include <cstddef>
#include <span>

#include "observation/batch.hpp"

namespace memvol::client {

class RecordSink {
 public:
  virtual ~RecordSink() = default;

  // How many records it takes at once now; 0: none until something completes.
  virtual std::size_t room() = 0;
  // At least one record, at most room(). False: the provider is busy and nothing was taken.
  virtual bool put(std::span<const observation::Record> records) = 0;
  // Whether all that was put has arrived.
  virtual bool idle() const = 0;
};

// Puts a batch of at most `operations_max` (not 0) records, merged where they can be. `record_at`
// gives the next ones by number from 0. Returns how many of them were put; 0 when the sink is
// busy.
template <class RecordAt>
std::size_t put_merged(RecordSink& sink, observation::Batch& batch, std::size_t operations_max,
                       RecordAt record_at) {
  const std::size_t room = sink.room();
  if (room == 0) return 0;
  batch.clear();
  std::size_t taken = 0;
  while (taken < operations_max && batch.records().size() < room) batch.add(record_at(taken++));
  return sink.put(batch.records()) ? taken : 0;
}

}  // namespace memvol::client
