#include "observer/content_hash.hpp"

#include <xxhash.h>
// The library's own function uses the least instructions of its architecture; on amd64 there is
// one more that chooses by processor, and hashes as fast as memory can be read. Elsewhere (on
// arm64) the least are the wide ones already.
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
#endif

namespace memvol::observer {

std::uint64_t content_hash(std::span<const std::byte> piece, std::uint64_t before) {
  return XXH3_64bits_withSeed(piece.data(), piece.size(), before);
}

}  // namespace memvol::observer
