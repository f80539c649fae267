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

}  // namespace

CompletionQueue::CompletionQueue(fid_fabric& fabric, fid_domain& domain, std::size_t depth)
    : fabric_(&fabric) {
  fi_cq_attr attributes{};
  attributes.size = depth;
  attributes.format = FI_CQ_FORMAT_CONTEXT;
  attributes.wait_obj = FI_WAIT_FD;
  fid_cq* handle = nullptr;
  check(fi_cq_open(&domain, &attributes, &handle, nullptr), "fabric_unavailable", "fi_cq_open",
        "cannot open a completion queue");
  handle_.reset(handle);
  check(fi_control(&handle_->fid, FI_GETWAIT, &fd_), "fabric_unavailable", "fi_control",
        "the completion queue has no file descriptor to wait on");
}

std::size_t CompletionQueue::read(std::span<void*> contexts) {
  fi_cq_entry entries[kBatch];
  const auto got = fi_cq_read(handle_.get(), entries, std::min(kBatch, contexts.size()));
  if (got == -FI_EAGAIN) return 0;
  if (got == -FI_EAVAIL) throw operation_failure(*handle_);
  if (got < 0) throw fabric_failure("io_failed", "fi_cq_read", got, "the completion queue failed");
  for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
    contexts[i] = entries[i].op_context;
  }
  return static_cast<std::size_t>(got);
}

bool CompletionQueue::may_block() {
  fid* fids[] = {&handle_->fid};
  return fi_trywait(fabric_, fids, 1) == FI_SUCCESS;
}

}  // namespace memvol::fabric
