#include "fabric/handle.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_eq.h>

#include <cstdio>

namespace memvol::fabric {

namespace {

// A handle that does not close has users still: a bug of ours that would leak registered
// memory, so it is said, even though a destructor cannot throw it.
void close_handle(fid* handle, const char* kind) noexcept {
  const int result = fi_close(handle);
  if (result != 0) {
    std::fprintf(stderr, "memvol: bug: closing a %s: %s\n", kind, fi_strerror(-result));
  }
}

}  // namespace

void Closer::operator()(fi_info* info) const noexcept { fi_freeinfo(info); }
void Closer::operator()(fid_fabric* h) const noexcept { close_handle(&h->fid, "fabric"); }
void Closer::operator()(fid_domain* h) const noexcept { close_handle(&h->fid, "domain"); }
void Closer::operator()(fid_ep* h) const noexcept { close_handle(&h->fid, "endpoint"); }
void Closer::operator()(fid_pep* h) const noexcept { close_handle(&h->fid, "passive endpoint"); }
void Closer::operator()(fid_eq* h) const noexcept { close_handle(&h->fid, "event queue"); }
void Closer::operator()(fid_cq* h) const noexcept { close_handle(&h->fid, "completion queue"); }
void Closer::operator()(fid_mr* h) const noexcept { close_handle(&h->fid, "memory region"); }

}  // namespace memvol::fabric
