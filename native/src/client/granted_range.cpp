#include "client/granted_range.hpp"

namespace memvol::client {

GrantedRange::GrantedRange(fabric::Endpoint& endpoint, const RemoteWindow& window,
                           std::uint32_t slot_count)
    : endpoint_(endpoint), window_(window), contexts_(slot_count) {
  for (std::uint32_t slot = 0; slot < slot_count; ++slot) contexts_[slot].index = slot;
}

fabric::Transfer GrantedRange::transfer(const Operation& operation) {
  return {.local = operation.memory,
          .length_bytes = operation.extent.length_bytes,
          .descriptor = operation.descriptor,
          .remote_address = window_.base + operation.extent.offset_bytes,
          .key = window_.key,
          .context = &contexts_[operation.slot]};
}

bool GrantedRange::post(const Operation& operation) {
  return operation.type == observation::OperationType::kRead ? endpoint_.read(transfer(operation))
                                                             : endpoint_.write(transfer(operation));
}

bool GrantedRange::post_with_immediate(const Operation& operation, std::uint32_t immediate) {
  return endpoint_.write_with_immediate(transfer(operation), immediate);
}

}  // namespace memvol::client
