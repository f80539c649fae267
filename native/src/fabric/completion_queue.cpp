#include "fabric/completion_queue.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_eq.h>
#include <rdma/fi_errno.h>

#include <algorithm>
#include <string>

#include "fabric/fabric_failure.hpp"

namespace memvol::fabric {

namespace {

// The failed operation at the queue's head, in the provider's words.
Failure operation_failure(fid_cq& queue) {
  fi_cq_err_entry entry{};
  const auto got = fi_cq_readerr(&queue, &entry, 0);
  if (got < 0) {
    return fabric_failure("io_failed", "fi_cq_readerr", got, "an operation failed");
  }
  char text[256] = "";
  const char* provider_text =
      fi_cq_strerror(&queue, entry.prov_errno, entry.err_data, text, sizeof(text));
  std::string message = std::string("an operation failed: ") + fi_strerror(entry.err);
  if (entry.prov_errno != 0 && provider_text != nullptr) {
    message += std::string(" (") + provider_text + ")";
  }
  return Failure("io_failed", "fi_cq_read", entry.err, message);
}

Completion completion_of(const fi_cq_data_entry& entry) {
  Completion completion{.context = entry.op_context, .length_bytes = entry.len};
  if ((entry.flags & FI_REMOTE_CQ_DATA) != 0) {
    completion.kind = Completion::Kind::kWritten;
    completion.immediate = static_cast<std::uint32_t>(entry.data);
  } else if ((entry.flags & FI_RECV) != 0) {
    completion.kind = Completion::Kind::kReceived;
  }
  return completion;
}

// Null when the provider cannot wait so.
CompletionQueueHandle open_queue(fid_domain& domain, std::size_t depth, fi_wait_obj wait_object) {
  fi_cq_attr attributes{};
  attributes.size = depth;
  attributes.format = FI_CQ_FORMAT_DATA;
  attributes.wait_obj = wait_object;
  fid_cq* handle = nullptr;
  const int result = fi_cq_open(&domain, &attributes, &handle, nullptr);
  if (result == -FI_ENOSYS || result == -FI_EINVAL) return nullptr;
  check(result, "fabric_unavailable", "fi_cq_open", "cannot open a completion queue");
  return CompletionQueueHandle(handle);
}

}  // namespace

CompletionQueue::CompletionQueue(fid_fabric& fabric, fid_domain& domain, std::size_t depth)
    // The provider's own descriptors rather than one that stands for them: an epoll set inside the
    // provider would cost a callback for each packet that arrives, also while nobody waits.
    // Not every provider shows them.
    : fabric_(&fabric), handle_(open_queue(domain, depth, FI_WAIT_POLLFD)) {
  if (handle_) {
    // Reading makes the list complete. Before there is an endpoint it has signals only.
    fi_cq_data_entry none;
    fi_cq_read(handle_.get(), &none, 1);
    std::array<pollfd, kDescriptorsMax> room;
    for (const auto& signal : all_descriptors(room)) signals_.push_back(signal.fd);
    return;
  }
  handle_ = open_queue(domain, depth, FI_WAIT_FD);
  if (!handle_) {
    throw Failure("range_invalid", "fi_cq_open", FI_EINVAL,
                  "the provider has no completion queue for " + std::to_string(depth) +
                      " operations; have fewer in flight");
  }
  check(fi_control(&handle_->fid, FI_GETWAIT, &fd_), "fabric_unavailable", "fi_control",
        "the completion queue has no file descriptor to wait on");
}

std::size_t CompletionQueue::read(std::span<Completion> completions) {
  fi_cq_data_entry entries[kBatch];
  const auto got = fi_cq_read(handle_.get(), entries, std::min(kBatch, completions.size()));
  if (got == -FI_EAGAIN) return 0;
  if (got == -FI_EAVAIL) throw operation_failure(*handle_);
  if (got < 0) throw fabric_failure("io_failed", "fi_cq_read", got, "the completion queue failed");
  for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
    completions[i] = completion_of(entries[i]);
  }
  return static_cast<std::size_t>(got);
}

bool CompletionQueue::may_block() {
  fid* fids[] = {&handle_->fid};
  return fi_trywait(fabric_, fids, 1) == FI_SUCCESS;
}

bool CompletionQueue::wait(std::chrono::nanoseconds timeout, int other_fd) {
  if (!may_block()) return false;
  std::array<pollfd, kDescriptorsMax + 1> waiting;
  const auto count = descriptors(std::span(waiting).first(kDescriptorsMax));
  // One that is negative is ignored.
  auto& other = waiting[count] = {.fd = other_fd, .events = POLLIN, .revents = 0};
  // The provider shows a connection's socket a little late, and not any more when it has ended.
  if (count == 0) timeout = {};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  const timespec limit{.tv_sec = seconds.count(), .tv_nsec = (timeout - seconds).count()};
  return ::ppoll(waiting.data(), count + 1, &limit, nullptr) > 0 && other.revents != 0;
}

std::size_t CompletionQueue::descriptors(std::span<pollfd> room) {
  if (fd_ >= 0) {
    room[0] = {.fd = fd_, .events = POLLIN, .revents = 0};
    return 1;
  }
  const auto all = all_descriptors(room);
  const auto others = std::remove_if(all.begin(), all.end(), [this](const pollfd& descriptor) {
    return std::find(signals_.begin(), signals_.end(), descriptor.fd) != signals_.end();
  });
  return static_cast<std::size_t>(others - all.begin());
}

std::span<pollfd> CompletionQueue::all_descriptors(std::span<pollfd> room) {
  fi_wait_pollfd set{.change_index = 0, .nfds = room.size(), .fd = room.data()};
  check(fi_control(&handle_->fid, FI_GETWAIT, &set), "io_failed", "fi_control",
        "the completion queue has no file descriptors to wait on");
  return room.first(set.nfds);
}

}  // namespace memvol::fabric
