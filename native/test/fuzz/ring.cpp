// The scratch region: a client may write any words anywhere and at any time.
#include "observation/ring.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "must.hpp"

namespace memvol::fuzz {
namespace {

using State = observation::RingReader::State;

class Ring {
 public:
  // Of exactly the ring's size, so that a word too far is noticed.
  Ring() : words_(observation::kRingSizeBytes / 8), reader_(std::as_writable_bytes(words())) {}

  void write(std::size_t word, std::uint64_t value) { words_[word % words_.size()] = value; }

  // As a client of ours would, number and all.
  void put(const observation::Record& record, std::uint64_t sequence) {
    const auto encoded = observation::encode_ring_record(record, sequence);
    const auto at = static_cast<std::ptrdiff_t>(observation::ring_offset(sequence) / 8);
    std::copy(encoded.begin(), encoded.end(), words_.begin() + at);
  }

  void take() {
    const auto before = reader_.taken();
    const auto next = reader_.take();
    must(reader_.taken() == before + (next.state == State::kNothing ? 0 : 1));
    if (next.state == State::kRecord) {
      must(static_cast<std::size_t>(next.record.type) < observation::kOperationTypeCount);
      must(next.record.operations <= observation::kRingOperationsMax);
    }
    reader_.publish_head();
    must(words_[0] == reader_.taken());
  }

 private:
  std::span<std::uint64_t> words() { return words_; }

  std::vector<std::uint64_t> words_;
  observation::RingReader reader_;
};

void run(FuzzedDataProvider& input) {
  Ring ring;
  while (input.remaining_bytes() > 0) {
    switch (input.ConsumeIntegralInRange<int>(0, 2)) {
      case 0: {
        const auto word = input.ConsumeIntegral<std::uint16_t>();
        ring.write(word, input.ConsumeIntegral<std::uint64_t>());
        break;
      }
      case 1: {
        const auto sequence = input.ConsumeIntegral<std::uint32_t>();
        observation::Record record;
        record.operations = input.ConsumeIntegral<std::uint32_t>();
        record.extent = {.offset_bytes = input.ConsumeIntegral<std::uint64_t>(),
                         .length_bytes = input.ConsumeIntegral<std::uint64_t>()};
        record.type =
            static_cast<observation::OperationType>(input.ConsumeIntegral<std::uint8_t>());
        ring.put(record, sequence);
        break;
      }
      default:
        ring.take();
    }
  }
}

}  // namespace
}  // namespace memvol::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  memvol::fuzz::run(input);
  return 0;
}
