#include "observation/ring.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "generator.hpp"

namespace memvol::observation {
namespace {

using State = RingReader::State;

class RingMemory {
 public:
  std::span<std::byte> bytes() { return std::as_writable_bytes(std::span(words_)); }

  void store(std::size_t offset_bytes, std::uint64_t word) {
    std::atomic_ref(words_[offset_bytes / 8]).store(word, std::memory_order_relaxed);
  }
  std::uint64_t head() { return std::atomic_ref(words_[0]).load(std::memory_order_acquire); }
  void put(const RingRecord& record, std::uint64_t sequence) {
    for (std::size_t i = 0; i < record.size(); ++i) store(ring_offset(sequence) + 8 * i, record[i]);
  }

 private:
  alignas(64) std::array<std::uint64_t, kRingSizeBytes / 8> words_{};
};

// Each field depends on the number in its own way, so a torn record is like no other.
Record numbered(std::uint64_t number) {
  return {.type = static_cast<OperationType>(number % kOperationTypeCount),
          .phase = static_cast<Phase>(number % 2),
          .operations = static_cast<std::uint32_t>(number % kRingOperationsMax + 1),
          .extent = {.offset_bytes = number * 7 + 1, .length_bytes = number * 5 + 2},
          .bytes = number * 3 + 3};
}

TEST(Ring, take__nothing_from_a_new_ring) {
  RingMemory memory;
  RingReader reader(memory.bytes());
  EXPECT_EQ(reader.take().state, State::kNothing);
  EXPECT_EQ(reader.taken(), 0U);
}

TEST(Ring, take__gives_records_in_order_over_several_laps) {
  RingMemory memory;
  RingReader reader(memory.bytes());
  Generator generator(9);
  std::uint64_t put = 0;
  std::uint64_t taken = 0;
  while (taken < 5 * kRingRecords) {
    const std::uint64_t room = taken + kRingRecords - put;
    for (std::uint64_t i = generator.below(room + 1); i > 0; --i, ++put) {
      memory.put(encode_ring_record(numbered(put), put), put);
    }
    for (; taken < put; ++taken) {
      const auto next = reader.take();
      ASSERT_EQ(next.state, State::kRecord);
      ASSERT_EQ(next.record, numbered(taken));
    }
    ASSERT_EQ(reader.take().state, State::kNothing);
    reader.publish_head();
    ASSERT_EQ(memory.head(), taken);
  }
}

TEST(Ring, take__waits_for_the_last_word_whichever_it_is) {
  for (std::uint64_t lap = 0; lap < 2; ++lap) {
    for (std::size_t last = 0; last < 4; ++last) {
      RingMemory memory;
      RingReader reader(memory.bytes());
      const std::uint64_t before = lap * kRingRecords;
      for (std::uint64_t i = 0; i < before; ++i) {
        memory.put(encode_ring_record(numbered(i), i), i);
        ASSERT_EQ(reader.take().state, State::kRecord);
      }
      const RingRecord words = encode_ring_record(numbered(before), before);
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (i != last) memory.store(ring_offset(before) + 8 * i, words[i]);
      }
      EXPECT_EQ(reader.take().state, State::kNothing);
      memory.store(ring_offset(before) + 8 * last, words[last]);
      EXPECT_EQ(reader.take().record, numbered(before));
    }
  }
}

TEST(Ring, take__does_not_accept_a_record_of_the_lap_before_again) {
  RingMemory memory;
  RingReader reader(memory.bytes());
  for (std::uint64_t i = 0; i < kRingRecords; ++i) {
    memory.put(encode_ring_record(numbered(i), i), i);
  }
  for (std::uint64_t i = 0; i < kRingRecords; ++i) ASSERT_EQ(reader.take().state, State::kRecord);
  EXPECT_EQ(reader.take().state, State::kNothing);
}

TEST(Ring, take__goes_on_where_the_lap_number_starts_again) {
  RingMemory memory;
  RingReader reader(memory.bytes());
  constexpr std::uint64_t kEnd = (std::uint64_t{1} << 16) * kRingRecords + 100;
  for (std::uint64_t i = 0; i < kEnd; ++i) {
    memory.put(encode_ring_record(numbered(i % 1000), i), i);
    ASSERT_EQ(reader.take().state, State::kRecord) << i;
  }
  EXPECT_EQ(reader.take().state, State::kNothing);
}

TEST(Ring, take__tells_nonsense_and_goes_on) {
  RingMemory memory;
  RingReader reader(memory.bytes());
  auto bad_type = encode_ring_record(numbered(0), 0);
  bad_type[3] |= std::uint64_t{0xff} << 24;
  auto bad_phase = encode_ring_record(numbered(1), 1);
  bad_phase[3] |= std::uint64_t{0xff} << 32;
  memory.put(bad_type, 0);
  memory.put(bad_phase, 1);
  memory.put(encode_ring_record(numbered(2), 2), 2);
  EXPECT_EQ(reader.take().state, State::kNonsense);
  EXPECT_EQ(reader.take().state, State::kNonsense);
  EXPECT_EQ(reader.take().record, numbered(2));
  EXPECT_EQ(reader.taken(), 3U);
}

// One-sided writes promise no order. So the words of several records arrive shuffled, from
// another thread, each by itself.
TEST(Ring, take__loses_and_tears_nothing_whatever_the_order_of_arrival) {
  RingMemory memory;
  constexpr std::uint64_t kRecords = 300 * kRingRecords;
  struct Word {
    std::size_t offset;
    std::uint64_t value;
  };
  std::thread writer([&memory] {
    Generator generator(10);
    std::vector<Word> words;
    for (std::uint64_t put = 0; put < kRecords;) {
      const std::uint64_t room = memory.head() + kRingRecords - put;
      const auto count = std::min({room, kRecords - put, 1 + generator.below(64)});
      if (count == 0) std::this_thread::yield();
      words.clear();
      for (std::uint64_t i = put; i < put + count; ++i) {
        const RingRecord record = encode_ring_record(numbered(i), i);
        for (std::size_t j = 0; j < record.size(); ++j) {
          words.push_back({ring_offset(i) + 8 * j, record[j]});
        }
      }
      for (std::size_t i = words.size(); i > 1; --i)
        std::swap(words[i - 1], words[generator.below(i)]);
      for (const Word& word : words) memory.store(word.offset, word.value);
      put += count;
    }
  });
  RingReader reader(memory.bytes());
  std::uint64_t wrong = 0;
  while (reader.taken() < kRecords) {
    const std::uint64_t number = reader.taken();
    const auto next = reader.take();
    if (next.state == State::kNothing) {
      reader.publish_head();
      std::this_thread::yield();
    } else if (next.state != State::kRecord || next.record != numbered(number)) {
      ++wrong;
    }
  }
  writer.join();
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(reader.take().state, State::kNothing);
}

}  // namespace
}  // namespace memvol::observation
