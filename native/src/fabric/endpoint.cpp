#include "fabric/endpoint.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_cm.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_errno.h>
#include <rdma/fi_rma.h>
#include <sys/uio.h>

#include "fabric/fabric_failure.hpp"
#include "fabric/provider.hpp"

namespace memvol::fabric {

namespace {

bool posted(long result, const char* operation) {
  if (result == 0) return true;
  if (result == -FI_EAGAIN) return false;
  throw fabric_failure("io_failed", operation, result, "cannot post an operation");
}

}  // namespace

Endpoint::Endpoint(fid_domain& domain, fi_info& info, EventQueue& events,
                   CompletionQueue& completions)
    : info_(&info), arrival_flags_(FI_COMPLETION | write_completion_flag(info)) {
  fid_ep* handle = nullptr;
  check(fi_endpoint(&domain, &info, &handle, nullptr), "fabric_unavailable", "fi_endpoint",
        "cannot open an endpoint");
  handle_.reset(handle);
  bind(events.handle().fid, 0);
  bind(completions.handle().fid, FI_TRANSMIT | FI_RECV);
  check(fi_enable(handle_.get()), "fabric_unavailable", "fi_enable", "cannot enable an endpoint");
}

void Endpoint::bind(fid& queue, std::uint64_t flags) {
  check(fi_ep_bind(handle_.get(), &queue, flags), "fabric_unavailable", "fi_ep_bind",
        "cannot bind an endpoint to its queue");
}

void Endpoint::connect(std::span<const std::byte> data) {
  check(fi_connect(handle_.get(), info_->dest_addr, data.data(), data.size()), "device_unreachable",
        "fi_connect", "cannot connect");
}

void Endpoint::accept(std::span<const std::byte> data) {
  check(fi_accept(handle_.get(), data.data(), data.size()), "io_failed", "fi_accept",
        "cannot accept a connection");
}

void Endpoint::shut_down() {
  // Fails when the connection is down already, which is what is wanted.
  fi_shutdown(handle_.get(), 0);
}

bool Endpoint::read(const Transfer& transfer) {
  return posted(fi_read(handle_.get(), transfer.local, transfer.length_bytes, transfer.descriptor,
                        FI_ADDR_UNSPEC, transfer.remote_address, transfer.key, transfer.context),
                "fi_read");
}

std::uint64_t Endpoint::flags_of(Completes completes) const {
  return completes == Completes::kWhenSent ? FI_COMPLETION : arrival_flags_;
}

bool Endpoint::write(const Transfer& transfer, Completes completes) {
  return post_write(transfer, flags_of(completes), 0);
}

bool Endpoint::write_with_immediate(const Transfer& transfer, std::uint32_t immediate) {
  return post_write(transfer, arrival_flags_ | FI_REMOTE_CQ_DATA, immediate);
}

bool Endpoint::post_write(const Transfer& transfer, std::uint64_t flags, std::uint64_t data) {
  iovec local{.iov_base = transfer.local, .iov_len = transfer.length_bytes};
  fi_rma_iov remote{
      .addr = transfer.remote_address, .len = transfer.length_bytes, .key = transfer.key};
  void* descriptor = transfer.descriptor;
  fi_msg_rma message{};
  message.msg_iov = &local;
  message.desc = &descriptor;
  message.iov_count = 1;
  message.addr = FI_ADDR_UNSPEC;
  message.rma_iov = &remote;
  message.rma_iov_count = 1;
  message.context = transfer.context;
  message.data = data;
  return posted(fi_writemsg(handle_.get(), &message, flags), "fi_writemsg");
}

bool Endpoint::send(const Message& message, Completes completes) {
  iovec local{.iov_base = message.memory, .iov_len = message.length_bytes};
  void* descriptor = message.descriptor;
  fi_msg out{};
  out.msg_iov = &local;
  out.desc = &descriptor;
  out.iov_count = 1;
  out.addr = FI_ADDR_UNSPEC;
  out.context = message.context;
  return posted(fi_sendmsg(handle_.get(), &out, flags_of(completes)), "fi_sendmsg");
}

bool Endpoint::receive(const Message& message) {
  return posted(fi_recv(handle_.get(), message.memory, message.length_bytes, message.descriptor,
                        FI_ADDR_UNSPEC, message.context),
                "fi_recv");
}

bool Endpoint::inject(std::span<const std::byte> bytes) {
  return posted(fi_inject(handle_.get(), bytes.data(), bytes.size(), FI_ADDR_UNSPEC), "fi_inject");
}

std::size_t Endpoint::inject_size_max() const { return info_->tx_attr->inject_size; }

bool Endpoint::is(const fid* subject) const { return subject == &handle_->fid; }

}  // namespace memvol::fabric
