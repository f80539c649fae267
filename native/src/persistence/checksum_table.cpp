#include "persistence/checksum_table.hpp"

#include "base/failure.hpp"
#include "base/little_endian.hpp"
#include "persistence/crc32c.hpp"
#include "persistence/journal_format.hpp"

namespace memvol::persistence {

namespace {

std::uint32_t checksum_of_zeros(std::uint64_t length_bytes) {
  return crc32c(std::vector<std::byte>(length_bytes));
}

}  // namespace

ChecksumTable::ChecksumTable(const observation::Geometry& geometry)
    : bytes_(log_offset(geometry) - kChecksumsOffset), region_count_(geometry.region_count()) {
  const auto length = [&](std::uint32_t region) {
    return geometry.extent_of({.first = region, .count = 1}).length_bytes;
  };
  zero_ = checksum_of_zeros(length(0));
  zero_last_ = checksum_of_zeros(length(region_count_ - 1));
}

void ChecksumTable::read(const StoreFile& journal) {
  if (journal.read(kChecksumsOffset, bytes_) == bytes_.size()) return;
  throw Failure("store_damaged", "recover", 0, "the journal is too short for its checksums");
}

void ChecksumTable::write(StoreFile& journal) {
  for (const std::uint64_t page : changed_) {
    journal.write(kChecksumsOffset + page * kPageBytes,
                  std::span(bytes_).subspan(page * kPageBytes, kPageBytes));
  }
  changed_.clear();
}

void ChecksumTable::set(std::uint32_t region, std::uint32_t checksum) {
  const std::uint64_t at = std::uint64_t{region} * sizeof(checksum);
  put_little_endian(&bytes_[at], checksum ^ zero_checksum(region));
  changed_.insert(at / kPageBytes);
}

std::uint32_t ChecksumTable::at(std::uint32_t region) const {
  const std::uint64_t at = std::uint64_t{region} * sizeof(std::uint32_t);
  return get_little_endian<std::uint32_t>(&bytes_[at]) ^ zero_checksum(region);
}

std::uint32_t ChecksumTable::zero_checksum(std::uint32_t region) const {
  return region + 1 == region_count_ ? zero_last_ : zero_;
}

}  // namespace memvol::persistence
