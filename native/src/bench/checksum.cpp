#include "bench/checksum.hpp"

#include <nettle/md5.h>
#include <nettle/sha2.h>
#include <xxhash.h>

#include <cstring>

namespace memvol::bench {

namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t index = 0; index < table.size(); ++index) {
    std::uint32_t value = index;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82f63b78 : 0);
    table[index] = value;
  }
  return table;
}

std::uint32_t by_table(std::uint32_t crc, std::span<const std::byte> bytes) {
  static constexpr auto kTable = make_table();
  for (const std::byte byte : bytes) {
    crc = (crc >> 8) ^ kTable[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::uint32_t crc,
                                                               std::span<const std::byte> bytes) {
  std::uint64_t wide = crc;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= bytes.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, &bytes[at], sizeof(word));
    wide = __builtin_ia32_crc32di(wide, word);
  }
  return by_table(static_cast<std::uint32_t>(wide), bytes.subspan(at));
}
#endif

const std::uint8_t* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

std::uint8_t* raw(Digest& digest) { return reinterpret_cast<std::uint8_t*>(digest.data()); }

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return ~by_instruction(~std::uint32_t{0}, bytes);
#endif
  return ~by_table(~std::uint32_t{0}, bytes);
}

Digest digest_of(VerifyMethod method, std::span<const std::byte> bytes) {
  Digest digest{};
  switch (method) {
    case VerifyMethod::kCrc32c: {
      const std::uint32_t crc = crc32c(bytes);
      std::memcpy(digest.data(), &crc, sizeof(crc));
      break;
    }
    case VerifyMethod::kXxhash: {
      const XXH64_hash_t hash = XXH3_64bits(bytes.data(), bytes.size());
      std::memcpy(digest.data(), &hash, sizeof(hash));
      break;
    }
    case VerifyMethod::kMd5: {
      md5_ctx context;
      md5_init(&context);
      md5_update(&context, bytes.size(), raw(bytes));
      md5_digest(&context, MD5_DIGEST_SIZE, raw(digest));
      break;
    }
    case VerifyMethod::kSha256: {
      sha256_ctx context;
      sha256_init(&context);
      sha256_update(&context, bytes.size(), raw(bytes));
      sha256_digest(&context, SHA256_DIGEST_SIZE, raw(digest));
      break;
    }
    case VerifyMethod::kNone:
    case VerifyMethod::kPattern:
      break;
  }
  return digest;
}

}  // namespace memvol::bench
