// The processors that a thread may run on.
#pragma once

#include <cstdint>
#include <vector>

namespace memvol::bench {

// Binds the calling thread; to none in particular if the list is empty. Throws Failure `usage`
// where none of them can be used.
void bind_this_thread(const std::vector<std::uint32_t>& cpus);

}  // namespace memvol::bench
