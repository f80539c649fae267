#include "persistence/persister.hpp"

#include <pthread.h>

#include <utility>

namespace memvol::persistence {

using Goal = PersistRequests::Goal;

Persister::Persister(LiveMemory memory, observer::DirtyConsumer dirty,
                     std::unique_ptr<BackingStore> store, const DurabilityOptions& options,
                     PersistObservers observers)
    : loop_(std::make_shared<PersisterLoop>(std::move(memory), std::move(dirty), std::move(store),
                                            options, std::move(observers))),
      thread_([loop = loop_] { loop->run(); }) {
  ::pthread_setname_np(thread_.native_handle(), "mv-persister");
}

Persister::~Persister() {
  try {
    stop();
  } catch (const Failure&) {
    // It holds all that it uses, and ends when its store lets it.
    thread_.detach();
  }
}

std::unique_ptr<BackingStore> Persister::stop() {
  loop_->requests().stop();
  const bool ended = loop_->wait_until_ended();
  loop_->silence();
  const Failure removed("volume_not_found", "persist", 0, "the volume was removed");
  // For those who wait still.
  loop_->requests().fail(removed);
  loop_->give_up(removed);
  if (!ended) {
    throw Failure("store_stalled", "persist", 0,
                  "the backing store hangs: " + loop_->stall().value_or("it went on just now"));
  }
  if (thread_.joinable()) thread_.join();
  return loop_->take_store();
}

std::uint64_t Persister::flush() {
  return await_answer<std::uint64_t>([this](auto answer) { flush(std::move(answer)); });
}

void Persister::flush(Answer<std::uint64_t> answer) {
  loop_->requests().add(Goal::kCommit, std::move(answer));
}

std::uint64_t Persister::flush_to_image() {
  return await_answer<std::uint64_t>([this](auto answer) { flush_to_image(std::move(answer)); });
}

void Persister::persist_in_full(Answer<std::uint64_t> answer) {
  loop_->requests().add(Goal::kFull, std::move(answer));
}

void Persister::flush_to_image(Answer<std::uint64_t> answer) {
  loop_->requests().add(Goal::kImage, std::move(answer));
}

}  // namespace memvol::persistence
