// The device's memory that a session may reach: posts its operations there.
// Threading: the session's. Lifetime: the endpoint must outlive the last call; this must outlive
// the endpoint's last completion.
#pragma once

#include <cstdint>
#include <vector>

#include "base/admission.hpp"
#include "client/context.hpp"
#include "client/operation.hpp"
#include "fabric/endpoint.hpp"

namespace memvol::client {

class GrantedRange {
 public:
  // Operations have slots below `slot_count`.
  GrantedRange(fabric::Endpoint& endpoint, const RemoteWindow& window, std::uint32_t slot_count);

  std::uint32_t slot_count() const { return static_cast<std::uint32_t>(contexts_.size()); }

  // False when the provider is busy. Throw Failure `io_failed`.
  bool post(const Operation& operation);
  // A write.
  bool post_with_immediate(const Operation& operation, std::uint32_t immediate);

 private:
  fabric::Transfer transfer(const Operation& operation);

  fabric::Endpoint& endpoint_;
  RemoteWindow window_;
  std::vector<Context> contexts_;
};

}  // namespace memvol::client
