// Each write carries an immediate that names its regions. A write that covers more of them than
// an immediate can name is told of by a record, as soon as it is complete. Reads are not told of.
// Threading: the session's. Lifetime: range, ledger and sink must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "client/announcer.hpp"
#include "client/granted_range.hpp"
#include "client/ledger.hpp"
#include "client/outbox.hpp"
#include "observation/geometry.hpp"
#include "observation/immediate.hpp"

namespace memvol::client {

class ImmediateAnnouncer final : public Announcer {
 public:
  // `range_offset_bytes`: where in the volume the range starts.
  ImmediateAnnouncer(GrantedRange& range, const observation::Geometry& geometry,
                     std::uint64_t range_offset_bytes, Ledger& ledger, Outbox outbox);

  bool post(const Operation& operation) override;
  bool complete(std::uint32_t slot) override;
  void acknowledge(const observation::Told& acted_on) override {
    ledger_.acknowledge(acted_on.done);
  }
  void advance(Due due) override;
  observation::Told told() const override { return {.done = ledger_.told(), .announced = 0}; }
  bool all_told() const override { return outbox_.empty(); }
  std::chrono::nanoseconds patience() const override { return outbox_.patience(); }

 private:
  enum class Way : std::uint8_t { kUntold, kImmediate, kRecord };

  bool post_write(const Operation& operation);
  bool post_wide_write(const Operation& operation);

  GrantedRange& range_;
  observation::ImmediateCodec codec_;
  std::uint64_t range_offset_bytes_;
  Ledger& ledger_;
  Outbox outbox_;
  // How the operation in each slot is told of.
  std::vector<Way> ways_;
  // Those that need a record.
  std::vector<Operation> wide_writes_;
  std::size_t wide_in_flight_ = 0;
};

}  // namespace memvol::client
