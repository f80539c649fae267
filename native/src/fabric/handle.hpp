// Ownership of libfabric's handles: one deleter per handle type, so that a handle is RAII from
// the line after the call that made it. Only the pointers are seen here, so that the layers
// above need no libfabric header.
#pragma once

#include <memory>

struct fi_info;
struct fid_fabric;
struct fid_domain;
struct fid_ep;
struct fid_pep;
struct fid_eq;
struct fid_cq;
struct fid_mr;

namespace memvol::fabric {

struct Closer {
  void operator()(fi_info* info) const noexcept;
  void operator()(fid_fabric* handle) const noexcept;
  void operator()(fid_domain* handle) const noexcept;
  void operator()(fid_ep* handle) const noexcept;
  void operator()(fid_pep* handle) const noexcept;
  void operator()(fid_eq* handle) const noexcept;
  void operator()(fid_cq* handle) const noexcept;
  void operator()(fid_mr* handle) const noexcept;
};

template <class T>
using Handle = std::unique_ptr<T, Closer>;

using InfoHandle = Handle<fi_info>;
using FabricHandle = Handle<fid_fabric>;
using DomainHandle = Handle<fid_domain>;
using EndpointHandle = Handle<fid_ep>;
using PassiveEndpointHandle = Handle<fid_pep>;
using EventQueueHandle = Handle<fid_eq>;
using CompletionQueueHandle = Handle<fid_cq>;
using MemoryRegionHandle = Handle<fid_mr>;

}  // namespace memvol::fabric
