#include "fabric/domain.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_domain.h>

#include "fabric/fabric_failure.hpp"

namespace memvol::fabric {

FabricHandle open_fabric(fi_info& info) {
  fid_fabric* handle = nullptr;
  check(fi_fabric(info.fabric_attr, &handle, nullptr), "fabric_unavailable", "fi_fabric",
        "cannot open the fabric");
  return FabricHandle(handle);
}

DomainHandle open_domain(fid_fabric& fabric, fi_info& info) {
  fid_domain* handle = nullptr;
  check(fi_domain(&fabric, &info, &handle, nullptr), "fabric_unavailable", "fi_domain",
        "cannot open a domain");
  return DomainHandle(handle);
}

}  // namespace memvol::fabric
