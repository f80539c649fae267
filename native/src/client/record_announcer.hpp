// All operations are told of by records: before they are posted, after they are complete, or
// both, in batches.
// Threading: the session's. Lifetime: range, ledger and sink must outlive it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "client/announcer.hpp"
#include "client/granted_range.hpp"
#include "client/hold_list.hpp"
#include "client/ledger.hpp"
#include "client/notify_options.hpp"
#include "client/outbox.hpp"
#include "client/record_sink.hpp"
#include "observation/batch.hpp"

namespace memvol::client {

class RecordAnnouncer final : public Announcer {
 public:
  // `batch` is for announcements, the outbox has its own.
  RecordAnnouncer(GrantedRange& range, const NotifyOptions& options, observation::Batch batch,
                  RecordSink& sink, Ledger& ledger, Outbox outbox);

  bool post(const Operation& operation) override;
  bool complete(std::uint32_t slot) override;
  void acknowledge(const observation::Told& acted_on) override;
  void advance(Due due) override;
  observation::Told told() const override {
    return {.done = ledger_.told(), .announced = held_.announced()};
  }
  bool all_told() const override { return outbox_.empty() && held_.unannounced() == 0; }
  std::chrono::nanoseconds patience() const override;

 private:
  void announce_and_release();
  // Up to which number held operations may be posted.
  std::uint64_t permitted() const {
    return ledger_.acknowledged() ? std::min(announced_acted_on_, held_.announced())
                                  : held_.announced();
  }

  GrantedRange& range_;
  NotifyOptions options_;
  observation::Batch batch_;
  RecordSink& sink_;
  Ledger& ledger_;
  Outbox outbox_;
  HoldList held_;
  std::uint64_t announced_acted_on_ = 0;
  // What each slot's operation is.
  std::vector<Operation> operations_;
  // Accepted and not complete: each will want room in the outbox.
  std::size_t incomplete_ = 0;
};

}  // namespace memvol::client
