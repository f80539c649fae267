// The checksums of verification.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "bench/contents.hpp"

namespace memvol::bench {

// The longest digest; shorter ones leave the rest zero.
using Digest = std::array<std::byte, 32>;

// Castagnoli's polynomial, as iSCSI (RFC 3720) has it; by the processor's own instruction where
// it has one.
std::uint32_t crc32c(std::span<const std::byte> bytes);

// Zeros for kNone and kPattern.
Digest digest_of(VerifyMethod method, std::span<const std::byte> bytes);

}  // namespace memvol::bench
