#include "persistence/log_writer.hpp"

#include <algorithm>
#include <utility>

#include "persistence/crc32c.hpp"
#include "persistence/live_copy.hpp"

namespace memvol::persistence {

namespace {

constexpr std::size_t kWriteBytes = std::size_t{1} << 20;

}  // namespace

LogWriter::LogWriter(StoreFile& journal, const Superblock& superblock)
    : journal_(journal),
      superblock_(superblock),
      written_(log_offset(superblock.geometry)),
      epoch_begin_(written_),
      epoch_(superblock.epoch + 1) {
  buffer_.reserve(kWriteBytes + superblock.geometry.region_size_bytes() + 2 * kBlockBytes);
}

bool LogWriter::continues(std::uint32_t region) const {
  if (!open_) return false;
  const auto& regions = open_->header.regions;
  return region == regions.first + regions.count && regions.count < kRecordRegionsMax &&
         buffer_.size() - open_->at < kWriteBytes;
}

void LogWriter::begin_record(std::uint32_t region) {
  open_ = Open{.at = buffer_.size(),
               .header = {.kind = RecordKind::kRegions, .regions = {.first = region, .count = 0}}};
  buffer_.resize(buffer_.size() + kBlockBytes);
}

void LogWriter::append(std::uint32_t region, std::span<const std::byte> live) {
  if (!continues(region)) {
    end_record();
    begin_record(region);
  }
  const std::size_t at = buffer_.size();
  buffer_.resize(at + live.size());
  const auto copy = std::span(buffer_).subspan(at);
  copy_live(live, copy);
  auto& header = open_->header;
  header.checksums[header.regions.count++] = crc32c(copy);
}

void LogWriter::put_header(std::size_t at, RecordHeader header) {
  header.round = superblock_.round;
  header.epoch = epoch_;
  header.index = index_++;
  const Block block = encode(header, superblock_.volume_id);
  std::copy(block.begin(), block.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
  headers_ = chain(headers_, block);
}

void LogWriter::end_record() {
  if (!open_) return;
  put_header(open_->at, open_->header);
  open_.reset();
  if (buffer_.size() >= kWriteBytes) write_out();
}

void LogWriter::write_out() {
  journal_.write(written_, buffer_);
  written_ += buffer_.size();
  buffer_.clear();
}

LogWriter::Place LogWriter::commit(std::uint64_t epoch) {
  end_record();
  RecordHeader commit{.kind = RecordKind::kCommit};
  commit.checksums[0] = headers_;
  const std::size_t at = buffer_.size();
  buffer_.resize(at + kBlockBytes);
  put_header(at, commit);
  write_out();
  journal_.sync();
  index_ = 0;
  headers_ = 0;
  epoch_ = epoch + 1;
  return {.begin = std::exchange(epoch_begin_, written_), .end = written_};
}

}  // namespace memvol::persistence
