// CRC32C (Castagnoli), as in iSCSI (RFC 3720, B.4), by the processor's instruction where it has
// one.
// Threading: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace memvol::persistence {

// Of `bytes` after others whose checksum is `before`; 0 before the first.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

// The same by a table, whatever the processor.
std::uint32_t crc32c_by_table(std::span<const std::byte> bytes, std::uint32_t before = 0);

}  // namespace memvol::persistence
