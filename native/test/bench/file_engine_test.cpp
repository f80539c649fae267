// FileEngine on a file of this test, by io_uring (where the kernel allows it) and by threads.
#include "bench/file_engine.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/failure.hpp"
#include "run_fixture.hpp"

namespace memvol::bench {
namespace {

constexpr std::size_t kFileBytes = 1 << 20;

class FileEngineTest : public testing::TestWithParam<FileAccess> {
 protected:
  FileEngineTest() {
    std::string name = (std::filesystem::temp_directory_path() / "memvol-file-XXXXXX").string();
    const UniqueFd file(mkstemp(name.data()));
    path_ = name;
    std::filesystem::resize_file(path_, kFileBytes);
  }
  ~FileEngineTest() override { std::filesystem::remove(path_); }

  JobSpec job(std::uint32_t read_percent) const {
    JobSpec job = job_with_threads(1);
    job.engine = EngineKind::kFile;
    job.file = {.path = path_, .direct = false};
    job.pattern.read_percent = read_percent;
    job.size_bytes = kFileBytes;
    job.io_size_bytes = kFileBytes;
    job.iodepth = 16;
    return job;
  }

  ThreadResult run(const JobSpec& job) const {
    const RunResult result =
        Run::start(run_of({job}), [](const JobSpec& spec, const ThreadSpec& thread) {
          return std::make_unique<FileEngine>(spec, thread, GetParam());
        })->wait();
    return result.jobs[0].threads[0];
  }

  std::string contents() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string path_;
};

TEST_P(FileEngineTest, what_is_written__is_in_the_file_and_is_read_back) {
  JobSpec writes = job(0);
  writes.verify.method = VerifyMethod::kCrc32c;
  const ThreadResult written = run(writes);
  ASSERT_FALSE(written.failure.has_value()) << written.failure->what();
  EXPECT_EQ(written.directions.write.bytes, kFileBytes);
  EXPECT_EQ(written.verified->operations, kFileBytes / 4096);
  EXPECT_EQ(written.verified->errors, 0U);
  const std::string bytes = contents();
  EXPECT_EQ(bytes.size(), kFileBytes);
  EXPECT_LT(std::count(bytes.begin(), bytes.end(), '\0'),
            static_cast<std::ptrdiff_t>(kFileBytes / 50));
}

TEST_P(FileEngineTest, flipped_bit_in_the_file__is_found) {
  JobSpec writes = job(0);
  writes.verify.method = VerifyMethod::kXxhash;
  writes.verify.reads_back = false;
  run(writes);
  std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(70'000);
  const auto byte = static_cast<char>(file.get() ^ 4);
  file.seekp(70'000);
  file.put(byte);
  file.close();
  JobSpec reads = job(100);
  reads.verify.method = VerifyMethod::kXxhash;
  const ThreadResult result = run(reads);
  EXPECT_EQ(result.verified->operations, kFileBytes / 4096);
  EXPECT_EQ(result.verified->errors, 1U);
}

TEST_P(FileEngineTest, trims__leave_zeros_and_the_file_as_long_as_it_was) {
  run(job(0));
  JobSpec trims = job(100);
  trims.pattern.trims = Trims::kOnly;
  trims.size_bytes = trims.io_size_bytes = kFileBytes / 2;
  const ThreadResult result = run(trims);
  ASSERT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_EQ(result.directions.trim.operations, kFileBytes / 2 / 4096);
  const std::string bytes = contents();
  ASSERT_EQ(bytes.size(), kFileBytes);
  EXPECT_EQ(std::count(bytes.begin(), bytes.begin() + kFileBytes / 2, '\0'),
            static_cast<std::ptrdiff_t>(kFileBytes / 2));
}

TEST_P(FileEngineTest, paced_job__waits_for_completions_and_ends) {
  JobSpec mixed = job(50);
  mixed.io_size_bytes = 0;
  mixed.number_ios = 60;
  mixed.iodepth = 2;
  mixed.rates.target = {Rate::operations(1000), Rate::operations(1000), {}};
  const ThreadResult result = run(mixed);
  ASSERT_FALSE(result.failure.has_value());
  EXPECT_EQ(result.directions.read.operations + result.directions.write.operations, 60U);
}

TEST_P(FileEngineTest, file_cut_short_under_way__fails_the_thread) {
  JobSpec reads = job(100);
  reads.io_size_bytes = 0;
  const auto run = Run::start(run_of({reads}), [](const JobSpec& spec, const ThreadSpec& thread) {
    return std::make_unique<FileEngine>(spec, thread, GetParam());
  });
  snapshot_when(*run,
                [](const RunSnapshot& now) { return now.jobs[0].directions.read.operations > 0; });
  std::filesystem::resize_file(path_, 4096);
  const ThreadResult result = run->wait().jobs[0].threads[0];
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->code(), "io_failed");
  EXPECT_GT(result.directions.read.errors, 0U);
}

// A job on a file of which the second half goes away once it is open.
ThreadResult run_on_half(const JobSpec& job, FileAccess access) {
  const RunResult result =
      Run::start(run_of({job}), [access](const JobSpec& spec, const ThreadSpec& thread) {
        auto engine = std::make_unique<FileEngine>(spec, thread, access);
        std::filesystem::resize_file(spec.file.path, kFileBytes / 2);
        return engine;
      })->wait();
  return result.jobs[0].threads[0];
}

TEST_P(FileEngineTest, errors_that_may_be__are_counted_and_the_others_completed) {
  JobSpec reads = job(100);
  reads.pattern.random = false;
  reads.flow.continues_on_error.read = true;
  const ThreadResult result = run_on_half(reads, GetParam());
  EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_EQ(result.directions.read.operations, kFileBytes / 2 / 4096);
  EXPECT_EQ(result.directions.read.errors, kFileBytes / 2 / 4096);
}

TEST_P(FileEngineTest, errors_of_another_kind_than_may_be__fail_the_thread) {
  JobSpec reads = job(100);
  reads.pattern.random = false;
  reads.flow.continues_on_error.write = true;
  const ThreadResult result = run_on_half(reads, GetParam());
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->code(), "io_failed");
}

std::string refusal_code(const JobSpec& job) {
  try {
    FileEngine(job, job.threads[0], FileAccess::kThreads);
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "accepted";
}

TEST_P(FileEngineTest, file_that_is_too_short_or_not_there__is_refused) {
  JobSpec reads = job(100);
  EXPECT_EQ(refusal_code(reads), "accepted");
  reads.offset_bytes = 1;
  EXPECT_EQ(refusal_code(reads), "range_invalid");
  reads.file.path += "-none";
  EXPECT_EQ(refusal_code(reads), "file_unreadable");
  reads.pattern.read_percent = 0;
  EXPECT_EQ(refusal_code(reads), "file_unwritable");
}

INSTANTIATE_TEST_SUITE_P(Ways, FileEngineTest,
                         testing::Values(FileAccess::kBest, FileAccess::kThreads));

}  // namespace
}  // namespace memvol::bench
