#include "device/announcements.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <utility>

#include "observation/ring.hpp"

namespace memvol::device {

using fabric::Completion;
using observation::Mode;

namespace {

// A cache line, so that the head shares none with the records.
constexpr std::size_t kScratchAlignmentBytes = 64;
static_assert(observation::kRingSizeBytes % kScratchAlignmentBytes == 0);

// Messages that may be on their way while the observer acts on one; what is above it waits in
// the fabric.
constexpr std::size_t kReceives = 32;
// Of a client that tells by its scratch region: its farewell.
constexpr std::size_t kReceivesBesideScratch = 2;

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

Announcements::Announcements(fid_domain& domain, const fabric::MemoryModel& model, Sink sink)
    : geometry_(sink.observer.geometry(sink.volume_id)),
      scratch_memory_(sink.facts.mode == Mode::kScratch),
      acknowledges_(sink.acknowledges),
      held_(std::move(sink.persister)) {
  const Mode mode = sink.facts.mode;
  if (!scratch_memory_.empty()) {
    scratch_region_.emplace(domain, model, scratch_memory_.span(),
                            fabric::RemoteRights{.read = true, .write = true});
  }
  if (observation::announces(mode)) {
    receiver_.emplace(domain, model, scratch_memory_.empty() ? kReceives : kReceivesBesideScratch);
  }
  observer_ =
      sink.observer.open_session(sink.volume_id, std::move(sink.facts), scratch_memory_.span());
}

RemoteWindow Announcements::scratch() const {
  if (!scratch_region_) return {};
  return {.base = scratch_region_->base(), .key = scratch_region_->key()};
}

void Announcements::start(fabric::Endpoint& endpoint) {
  if (receiver_) receiver_->post_all(endpoint);
}

void Announcements::act_on(std::span<const Completion> completions, fabric::Endpoint& endpoint) {
  observe(completions);
  // Only when all was acted on: a connection that broke meanwhile takes no further receives.
  for (const auto& completion : completions) {
    const bool received = completion.kind != Completion::Kind::kPosted;
    if (received && completion.context != nullptr) {
      receiver_->post_again(endpoint, completion.context);
    }
  }
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
      observer_->act_on_message(receiver_->received(completion));
    }
  }
  act_on_notices();
}

void Announcements::poll(fabric::Endpoint& endpoint) {
  if (!scratch_memory_.empty()) observer_->act_on_ring();
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
