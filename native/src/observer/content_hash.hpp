// The hash by which changed content is told: XXH3, 64 bits. It is no proof against a client that
// looks for collisions; by chance two contents are taken for one once in 2^64.
// Threading: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace memvol::observer {

// Of a piece of content; `before` is the hash of the pieces before it, 0 for the first.
std::uint64_t content_hash(std::span<const std::byte> piece, std::uint64_t before);

}  // namespace memvol::observer
