#include "device/announcements.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <utility>

#include "atomics/message.hpp"
#include "observation/mode.hpp"
#include "observation/ring.hpp"

namespace memvol::device {

using fabric::Completion;
using observation::Mode;

namespace {

// A cache line, so that the head shares none with the records.
constexpr std::size_t kScratchAlignmentBytes = 64;
static_assert(observation::kRingSizeBytes % kScratchAlignmentBytes == 0);

// Messages that may be on their way while the device acts on one; what is above it waits in the
// fabric.
constexpr std::size_t kReceives = 32;
// Of a client that sends none in the ordinary course, but the farewell of one that tells by its
// scratch region. Whatever else it sends is refused, not left to block its connection.
constexpr std::size_t kReceivesAtLeast = 2;

std::size_t receives_for(const SessionGrant& grant) {
  const bool tells_by_message =
      observation::announces(grant.observe) && grant.observe != Mode::kScratch;
  return grant.rights.atomic || tells_by_message ? kReceives : kReceivesAtLeast;
}

observer::SessionFacts facts_of(const SessionGrant& grant, const std::string& interface) {
  return {.session_id = grant.session_id,
          .client = grant.client,
          .interface = interface,
          .range = {.offset_bytes = grant.offset_bytes, .length_bytes = grant.length_bytes},
          .may_write = grant.rights.write,
          .mode = grant.observe};
}

bool is_request(const Completion& completion, const NoticeReceiver& receiver) {
  return completion.kind == Completion::Kind::kReceived &&
         atomics::is_request(receiver.received(completion));
}

}  // namespace

Announcements::ScratchMemory::ScratchMemory(bool wanted) {
  if (!wanted) return;
  bytes.reset(static_cast<std::byte*>(
      std::aligned_alloc(kScratchAlignmentBytes, observation::kRingSizeBytes)));
  if (!bytes) throw std::bad_alloc();
  std::fill_n(bytes.get(), observation::kRingSizeBytes, std::byte{0});
}

void Announcements::ScratchMemory::Free::operator()(std::byte* memory) const { std::free(memory); }

std::span<std::byte> Announcements::ScratchMemory::span() const {
  return {bytes.get(), bytes ? observation::kRingSizeBytes : 0};
}

Announcements::Announcements(fid_domain& domain, const fabric::MemoryModel& model, Subject subject)
    : geometry_(subject.observer.geometry(subject.grant.volume_id)),
      scratch_memory_(subject.grant.observe == Mode::kScratch),
      receiver_(domain, model, receives_for(subject.grant)),
      observer_(subject.observer.open_session(subject.grant.volume_id,
                                              facts_of(subject.grant, subject.interface),
                                              scratch_memory_.span())),
      atomics_(subject.volume, subject.grant, observer_),
      acknowledges_(subject.grant.acknowledges),
      held_(std::move(subject.persister)) {
  if (scratch_memory_.empty()) return;
  scratch_region_.emplace(domain, model, scratch_memory_.span(),
                          fabric::RemoteRights{.read = true, .write = true});
}

RemoteWindow Announcements::scratch() const {
  if (!scratch_region_) return {};
  return {.base = scratch_region_->base(), .key = scratch_region_->key()};
}

void Announcements::start(fabric::Endpoint& endpoint) { receiver_.post_all(endpoint); }

void Announcements::act_on(std::span<const Completion> completions, fabric::Endpoint& endpoint) {
  observe(completions);
  // Only when all was acted on: a connection that broke meanwhile takes no further receives.
  for (const auto& completion : completions) {
    const bool received = completion.kind != Completion::Kind::kPosted;
    // A request's buffer waits for its answer.
    if (received && completion.context != nullptr && !is_request(completion, receiver_)) {
      receiver_.post_again(endpoint, completion.context);
    }
  }
  atomics_.answer(endpoint, receiver_);
  if (!scratch_memory_.empty()) observer_->act_on_ring();
  if (!completions.empty() || needs_polling()) acknowledge(endpoint);
}

void Announcements::observe(std::span<const Completion> completions) {
  std::array<observer::ImmediateNotice, 64> notices;
  std::size_t count = 0;
  const auto act_on_notices = [&] {
    if (count > 0) observer_->act_on_immediates(std::span(notices).first(count));
    count = 0;
  };
  for (const auto& completion : completions) {
    if (completion.kind == Completion::Kind::kWritten) {
      notices[count++] = {.immediate = completion.immediate,
                          .length_bytes = completion.length_bytes};
      if (count == notices.size()) act_on_notices();
    } else if (completion.kind == Completion::Kind::kReceived) {
      // In the order in which the client told.
      act_on_notices();
      const auto message = receiver_.received(completion);
      if (atomics::is_request(message)) {
        atomics_.act_on(message, completion.context);
      } else {
        observer_->act_on_message(message);
      }
    }
  }
  act_on_notices();
}

void Announcements::poll(fabric::Endpoint& endpoint) {
  if (!scratch_memory_.empty()) observer_->act_on_ring();
  atomics_.answer(endpoint, receiver_);
  acknowledge(endpoint);
}

void Announcements::acknowledge(fabric::Endpoint& endpoint) {
  if (!acknowledges_) return;
  const auto told = held_.release(observer_->acted_on());
  if (told == acknowledged_) return;
  std::array<std::byte, observation::kMessageHeaderBytes> message;
  observation::encode_acknowledgement({.told = told}, message);
  acknowledgement_due_ = !endpoint.inject(message);
  if (!acknowledgement_due_) acknowledged_ = told;
}

}  // namespace memvol::device
