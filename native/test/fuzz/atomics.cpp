// Requests for atomic operations: any bytes are understood as what would be encoded so, or not at
// all; whatever they ask for, no byte changes but those of one aligned word within the range.
#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "atomics/message.hpp"
#include "atomics/words.hpp"
#include "base/little_endian.hpp"
#include "must.hpp"

namespace memvol::fuzz {
namespace {

constexpr std::size_t kVolumeBytes = 128;

using Volume = std::array<std::byte, kVolumeBytes>;

void must_have_changed_only(std::size_t word_at, const Volume& before, const Volume& after) {
  for (std::size_t i = 0; i < kVolumeBytes; ++i) {
    must(before[i] == after[i] || (i >= word_at && i < word_at + atomics::kWordBytes));
  }
}

std::uint64_t new_value(const atomics::Operation& operation, std::uint64_t old_value) {
  if (operation.kind == atomics::Kind::kFetchAdd) return old_value + operation.operand;
  return old_value == operation.expected ? operation.operand : old_value;
}

void execute(const atomics::Operation& operation, std::uint64_t offset, std::uint64_t length) {
  alignas(atomics::kWordBytes) Volume volume;
  for (std::size_t i = 0; i < kVolumeBytes; ++i) volume[i] = static_cast<std::byte>(i);
  const Volume before = volume;
  const auto result = atomics::Words(volume, offset, length).execute(operation);
  must(result.changed == (volume != before));
  if (result.outcome != atomics::Outcome::kDone) {
    must(volume == before && result.old_value == 0);
    return;
  }
  const std::uint64_t at = offset + operation.offset_bytes;
  must(at % atomics::kWordBytes == 0 && operation.offset_bytes + atomics::kWordBytes <= length);
  must(result.old_value == get_little_endian<std::uint64_t>(&before[at]));
  must(get_little_endian<std::uint64_t>(&volume[at]) == new_value(operation, result.old_value));
  must_have_changed_only(at, before, volume);
}

void run(FuzzedDataProvider& input) {
  const auto offset = input.ConsumeIntegralInRange<std::uint64_t>(0, kVolumeBytes - 1);
  const auto length = input.ConsumeIntegralInRange<std::uint64_t>(1, kVolumeBytes - offset);
  const auto bytes = input.ConsumeRemainingBytes<std::byte>();
  if (const auto answer = atomics::decode_answer(bytes)) {
    must(atomics::decode_answer(atomics::encode_answer(*answer)) == answer);
  }
  const auto request = atomics::decode_request(bytes);
  if (!request) return;
  must(atomics::is_request(bytes));
  must(atomics::decode_request(atomics::encode_request(*request)) == request);
  execute(request->operation, offset, length);
  auto near = request->operation;
  near.offset_bytes %= kVolumeBytes;
  execute(near, offset, length);
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  memvol::fuzz::run(input);
  return 0;
}
