#include "fabric/event_queue.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_eq.h>
#include <rdma/fi_errno.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "fabric/fabric_failure.hpp"

namespace memvol::fabric {

namespace {

// More than any provider's private data (tcp: 256 bytes, verbs: less).
constexpr std::size_t kDataSizeMax = 512;

ConnectionEvent::Kind kind_of(std::uint32_t event) {
  switch (event) {
    case FI_CONNREQ:
      return ConnectionEvent::Kind::kRequested;
    case FI_CONNECTED:
      return ConnectionEvent::Kind::kConnected;
    case FI_SHUTDOWN:
      return ConnectionEvent::Kind::kShutdown;
    default:
      return ConnectionEvent::Kind::kFailed;
  }
}

std::vector<std::byte> copy_bytes(const void* data, std::size_t size) {
  const auto* first = static_cast<const std::byte*>(data);
  return data == nullptr ? std::vector<std::byte>{} : std::vector<std::byte>(first, first + size);
}

}  // namespace

EventQueue::EventQueue(fid_fabric& fabric) : fabric_(&fabric) {
  fi_eq_attr attributes{};
  attributes.size = 1024;
  attributes.wait_obj = FI_WAIT_FD;
  fid_eq* handle = nullptr;
  check(fi_eq_open(&fabric, &attributes, &handle, nullptr), "fabric_unavailable", "fi_eq_open",
        "cannot open an event queue");
  handle_.reset(handle);
  check(fi_control(&handle_->fid, FI_GETWAIT, &fd_), "fabric_unavailable", "fi_control",
        "the event queue has no file descriptor to wait on");
}

std::optional<ConnectionEvent> EventQueue::next() {
  alignas(fi_eq_cm_entry) std::array<std::byte, sizeof(fi_eq_cm_entry) + kDataSizeMax> buffer;
  std::uint32_t type = 0;
  // The tcp provider takes it for the reason when a request is cut short (1.17): an old "try
  // again" would make it try for ever.
  errno = 0;
  const auto got = fi_eq_read(handle_.get(), &type, buffer.data(), buffer.size(), 0);
  if (got == -FI_EAGAIN) return std::nullopt;
  if (got == -FI_EAVAIL) return failure_event();
  if (got < 0) {
    throw fabric_failure("fabric_unavailable", "fi_eq_read", got, "the event queue failed");
  }
  const auto* entry = reinterpret_cast<const fi_eq_cm_entry*>(buffer.data());
  ConnectionEvent event;
  event.kind = kind_of(type);
  event.subject = entry->fid;
  event.info.reset(type == FI_CONNREQ ? entry->info : nullptr);
  const auto size = static_cast<std::size_t>(got);
  if (size > sizeof(fi_eq_cm_entry)) {
    event.data = copy_bytes(entry->data, size - sizeof(fi_eq_cm_entry));
  }
  return event;
}

ConnectionEvent EventQueue::failure_event() {
  fi_eq_err_entry entry{};
  const auto got = fi_eq_readerr(handle_.get(), &entry, 0);
  ConnectionEvent event;
  if (got < 0) {
    event.number = static_cast<int>(-got);
    event.message = fi_strerror(event.number);
    return event;
  }
  event.subject = entry.fid;
  event.number = entry.err;
  event.message = fi_strerror(entry.err);
  event.data = copy_bytes(entry.err_data, entry.err_data_size);
  return event;
}

bool EventQueue::may_block() {
  fid* fids[] = {&handle_->fid};
  return fi_trywait(fabric_, fids, 1) == FI_SUCCESS;
}

}  // namespace memvol::fabric
