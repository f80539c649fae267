// A fabric and the domains opened in it.
// A domain isolates: a key that was registered in one is nothing in another, so each session
// has its own (a verbs protection domain).
#pragma once

#include "fabric/handle.hpp"

namespace memvol::fabric {

// Throws Failure `fabric_unavailable`.
FabricHandle open_fabric(fi_info& info);
DomainHandle open_domain(fid_fabric& fabric, fi_info& info);

}  // namespace memvol::fabric
