// What connection requests and their answers carry: any bytes are understood as what would be
// encoded so, or not at all.
#include "base/admission.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "must.hpp"

namespace memvol::fuzz {
namespace {

template <class Encoded>
bool starts_with(std::span<const std::byte> bytes, const Encoded& encoded) {
  return bytes.size() >= encoded.size() &&
         std::equal(encoded.begin(), encoded.end(), bytes.begin());
}

void decode(std::span<const std::byte> bytes) {
  if (const auto ticket = decode_request(bytes)) must(starts_with(bytes, encode_request(*ticket)));
  if (const auto refusal = decode_refusal(bytes)) {
    must(starts_with(bytes, encode_refusal(*refusal)));
  }
  if (auto grant = decode_grant(bytes)) {
    // Flags without meaning are left out, everything else is told again.
    const auto again = encode_grant(*grant);
    must(std::equal(again.begin() + 2, again.end(), bytes.begin() + 2));
    must((again[1] & ~bytes[1]) == std::byte{0});
  }
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  memvol::fuzz::decode(std::as_bytes(std::span(data, size)));
  return 0;
}
