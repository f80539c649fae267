// What an announcing session and the device's observer say to each other: announcements one way,
// acknowledgements the other, and a farewell at the end.
// Threading: the session's. Lifetime: connection and range must outlive the last call; destroyed
// after the connection's endpoint and before its domain.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "client/announcer.hpp"
#include "client/connector.hpp"
#include "client/granted_range.hpp"
#include "client/inbox.hpp"
#include "client/ledger.hpp"
#include "client/message_sender.hpp"
#include "client/notify_options.hpp"
#include "client/operation.hpp"
#include "client/ring_writer.hpp"

namespace memvol::client {

class Conversation {
 public:
  // Beside the session's operations so much is posted at once, at most.
  static constexpr std::uint32_t kPostsMax = MessageSender::kBuffers + RingWriter::kPostsMax;

  // For a grant in a mode that announces. `inbox`: of a session whose device acknowledges; else
  // it may be null. Throws Failure `io_failed`, and `range_invalid` for a grant whose regions make
  // no sense.
  Conversation(Connection& connection, GrantedRange& range, const Inbox* inbox,
               const NotifyOptions& options);

  // See Announcer.
  bool post(const Operation& operation) { return announcer_->post(operation); }
  bool complete(std::uint32_t slot) { return announcer_->complete(slot); }
  std::chrono::nanoseconds patience() const { return announcer_->patience(); }

  // To be called after completions. With acknowledgements everything is due at once: what waits
  // for others keeps its own operation from being reported.
  void advance() { advance(ledger_.acknowledged() ? Due::kAtOnce : Due::kByNow); }
  void advance(Due due);
  // Slots whose operations were complete and have now been acted on.
  std::size_t take_reportable(std::span<std::uint32_t> slots) {
    return ledger_.take_reportable(slots);
  }

  // Whether the device has been told of all that is complete.
  bool settled() const { return announcer_->all_told() && sink().idle(); }
  // Once settled. False when it cannot be sent now.
  bool put_farewell() { return sender_.put_farewell({.told = announcer_->told()}); }
  bool farewell_arrived() const { return sender_.idle(); }

 private:
  RecordSink& sink() { return ring_ ? static_cast<RecordSink&>(*ring_) : sender_; }
  const RecordSink& sink() const {
    return ring_ ? static_cast<const RecordSink&>(*ring_) : sender_;
  }
  std::unique_ptr<Announcer> make_announcer(const AdmissionGrant& grant, GrantedRange& range,
                                            const NotifyOptions& options);

  MessageSender sender_;
  std::optional<RingWriter> ring_;
  const Inbox* inbox_;
  Ledger ledger_;
  std::unique_ptr<Announcer> announcer_;
};

}  // namespace memvol::client
