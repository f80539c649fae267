#include "observation/batch.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>

#include "generator.hpp"

namespace memvol::observation {
namespace {

using Key = std::pair<OperationType, Phase>;

// What a batch must keep, for each type and phase.
struct Sum {
  std::set<std::uint32_t> regions;
  std::uint64_t operations = 0;
  std::uint64_t bytes = 0;

  bool operator==(const Sum&) const = default;
};

class Sums {
 public:
  Sums(const Geometry& geometry, std::uint64_t range_offset_bytes)
      : geometry_(geometry), range_offset_bytes_(range_offset_bytes) {}

  void add(const Record& record) {
    Sum& sum = sums_[{record.type, record.phase}];
    sum.operations += record.operations;
    sum.bytes += record.bytes;
    Extent extent = record.extent;
    extent.offset_bytes += range_offset_bytes_;
    const RegionRange regions = geometry_.regions_of(extent);
    for (std::uint32_t i = 0; i < regions.count; ++i) sum.regions.insert(regions.first + i);
  }

  bool operator==(const Sums& other) const { return sums_ == other.sums_; }

 private:
  Geometry geometry_;
  std::uint64_t range_offset_bytes_;
  std::map<Key, Sum> sums_;
};

TEST(Batch, add__keeps_regions_operations_and_bytes_of_each_type_and_phase) {
  Generator generator(8);
  for (int round = 0; round < 3'000; ++round) {
    const Geometry geometry(100 * 4096 + generator.below(4096), 4096);
    const std::uint64_t range_offset = generator.below(50 * 4096);
    const std::uint64_t range_length = geometry.volume_size_bytes() - range_offset;
    Batch batch(geometry, range_offset, 1 + generator.below(40));
    Sums expected(geometry, range_offset);
    std::uint64_t operations = 0;
    for (int i = 0; i < 60 && !batch.full(); ++i) {
      Record record = generator.record(geometry);
      record.extent.offset_bytes %= range_length;
      record.extent.length_bytes = 1 + generator.below(std::min<std::uint64_t>(
                                           20'000, range_length - record.extent.offset_bytes));
      batch.add(record);
      expected.add(record);
      operations += record.operations;
    }
    Sums actual(geometry, range_offset);
    for (const Record& record : batch.records()) actual.add(record);
    ASSERT_TRUE(actual == expected) << "round " << round;
    ASSERT_EQ(batch.operations(), operations);
  }
}

TEST(Batch, add__merges_what_meets_and_nothing_else) {
  const Geometry geometry(100 * 4096, 4096);
  Batch batch(geometry, 0, 8);
  const auto write = [](std::uint64_t region, Phase phase) {
    return Record{.phase = phase, .extent = {region * 4096 + 100, 200}, .bytes = 200};
  };
  batch.add(write(5, Phase::kAfter));
  batch.add(write(6, Phase::kAfter));
  EXPECT_EQ(batch.records().size(), 1U);
  batch.add(write(8, Phase::kAfter));
  EXPECT_EQ(batch.records().size(), 2U);
  batch.add(write(5, Phase::kBefore));
  EXPECT_EQ(batch.records().size(), 3U);
  EXPECT_EQ(batch.records()[0].extent, (Extent{5 * 4096 + 100, 4096 + 200}));
  EXPECT_EQ(batch.records()[0].operations, 2U);
}

TEST(Batch, clear__leaves_it_empty) {
  Batch batch(Geometry(4096, 4096), 0, 1);
  batch.add({.extent = {0, 1}});
  EXPECT_TRUE(batch.full());
  batch.clear();
  EXPECT_TRUE(batch.empty());
  EXPECT_FALSE(batch.full());
  EXPECT_EQ(batch.operations(), 0U);
}

}  // namespace
}  // namespace memvol::observation
