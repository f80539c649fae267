#include "atomics/words.hpp"

#include <atomic>
#include <bit>

namespace memvol::atomics {

namespace {

using Word = std::atomic_ref<std::uint64_t>;

static_assert(Word::required_alignment == kWordBytes);
static_assert(Word::is_always_lock_free);
// Elsewhere each word would have to be turned around, which an addition of the processor cannot.
static_assert(std::endian::native == std::endian::little);

Result fetch_add(Word word, std::uint64_t delta) {
  return {.old_value = word.fetch_add(delta), .changed = delta != 0};
}

Result compare_swap(Word word, std::uint64_t expected, std::uint64_t desired) {
  std::uint64_t found = expected;
  const bool swapped = word.compare_exchange_strong(found, desired);
  return {.old_value = found, .changed = swapped && desired != expected};
}

}  // namespace

Outcome check_place(std::uint64_t offset_bytes, std::uint64_t range_offset_bytes,
                    std::uint64_t length_bytes) {
  if (length_bytes < kWordBytes || offset_bytes > length_bytes - kWordBytes) {
    return Outcome::kOutOfRange;
  }
  const bool aligned = (range_offset_bytes + offset_bytes) % kWordBytes == 0;
  return aligned ? Outcome::kDone : Outcome::kMisaligned;
}

Words::Words(std::span<std::byte> volume, std::uint64_t offset_bytes, std::uint64_t length_bytes)
    : range_(volume.subspan(offset_bytes, length_bytes)), offset_bytes_(offset_bytes) {}

Result Words::execute(const Operation& operation) {
  const auto outcome = check_place(operation.offset_bytes, offset_bytes_, range_.size());
  if (outcome != Outcome::kDone) return {.outcome = outcome};
  // The memory has no type of its own: it is whatever its clients take it for.
  const Word word(*reinterpret_cast<std::uint64_t*>(&range_[operation.offset_bytes]));
  if (operation.kind == Kind::kFetchAdd) return fetch_add(word, operation.operand);
  return compare_swap(word, operation.expected, operation.operand);
}

}  // namespace memvol::atomics
