#include "device/atomic_service.hpp"

#include <utility>

namespace memvol::device {

using atomics::Outcome;

AtomicService::AtomicService(std::span<std::byte> volume, const SessionGrant& grant,
                             std::shared_ptr<observer::SessionObserver> observer)
    : words_(volume, grant.offset_bytes, grant.length_bytes),
      permitted_(grant.rights.atomic),
      observer_(std::move(observer)) {}

void AtomicService::act_on(std::span<const std::byte> bytes, void* buffer) {
  if (stopped_) return;
  const auto request = atomics::decode_request(bytes);
  if (!request) observer_->refuse_atomic();
  due_.push_back(
      {.answer = request ? std::optional(execute(*request)) : std::nullopt, .buffer = buffer});
}

atomics::Answer AtomicService::execute(const atomics::Request& request) {
  const auto result =
      permitted_ ? words_.execute(request.operation) : atomics::Result{.outcome = Outcome::kDenied};
  if (result.outcome == Outcome::kDone) {
    observer_->act_on_atomic(
        {.offset_bytes = request.operation.offset_bytes, .length_bytes = atomics::kWordBytes},
        result.changed);
  } else {
    observer_->refuse_atomic();
  }
  return {.id = request.id, .outcome = result.outcome, .old_value = result.old_value};
}

void AtomicService::answer(fabric::Endpoint& endpoint, NoticeReceiver& receiver) {
  while (!due_.empty()) {
    const auto& [answer, buffer] = due_.front();
    if (answer && !endpoint.inject(atomics::encode_answer(*answer))) return;
    receiver.post_again(endpoint, buffer);
    due_.pop_front();
  }
}

}  // namespace memvol::device
