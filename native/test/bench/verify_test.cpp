// Verification: each planted corruption is found, and none where there is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fill_pattern.hpp"
#include "memory_engine.hpp"
#include "run_fixture.hpp"

namespace memvol::bench {
namespace {

constexpr std::size_t kMemoryBytes = 1 << 20;
constexpr std::size_t kBlockBytes = 4096;

JobSpec verified_job(VerifyMethod method, std::size_t threads = 1) {
  JobSpec job = job_with_threads(threads);
  // Of which the factory makes a memory engine.
  job.engine = EngineKind::kFabric;
  job.pattern.read_percent = 0;
  job.size_bytes = kMemoryBytes / threads;
  job.io_size_bytes = job.size_bytes;
  job.iodepth = 8;
  job.verify.method = method;
  if (method == VerifyMethod::kPattern) job.verify.pattern = pattern_of({0xde, 0xad, 0xbe, 0xef});
  for (std::size_t thread = 0; thread < threads; ++thread) {
    job.threads[thread].offset_bytes = thread * job.size_bytes;
  }
  return job;
}

RunResult run_on(Memory& memory, const JobSpec& job, const Tamper& tamper = {}) {
  return Run::start(run_of({job}),
                    [&](const JobSpec& spec, const ThreadSpec& thread) {
                      return std::make_unique<MemoryEngine>(spec, thread, memory, tamper);
                    })
      ->wait();
}

const ThreadResult& only_thread(const RunResult& result) { return result.jobs[0].threads[0]; }

std::string failure_code(const ThreadResult& thread) {
  return thread.failure ? thread.failure->code() : "none";
}

class EachMethod : public testing::TestWithParam<VerifyMethod> {};

TEST_P(EachMethod, what_was_written__is_found_and_is_no_part_of_the_measurement) {
  Memory memory(kMemoryBytes);
  const RunResult result = run_on(memory, verified_job(GetParam()));
  const ThreadResult& thread = only_thread(result);
  EXPECT_EQ(failure_code(thread), "none");
  ASSERT_TRUE(thread.verified.has_value());
  EXPECT_EQ(thread.verified->operations, kMemoryBytes / kBlockBytes);
  EXPECT_EQ(thread.verified->bytes, kMemoryBytes);
  EXPECT_EQ(thread.verified->errors, 0U);
  EXPECT_EQ(thread.directions.write.operations, kMemoryBytes / kBlockBytes);
  EXPECT_EQ(thread.directions.read.operations, 0U);
}

TEST_P(EachMethod, flipped_bit__is_found_wherever_it_is) {
  Random random(5);
  for (int trial = 0; trial < 50; ++trial) {
    Memory memory(kMemoryBytes);
    const std::size_t at = random.below(kMemoryBytes);
    const auto bit = static_cast<std::byte>(1U << random.below(8));
    const RunResult result = run_on(memory, verified_job(GetParam()),
                                    [&](std::uint64_t read, std::vector<std::byte>& bytes) {
                                      if (read == 0) bytes[at] ^= bit;
                                    });
    const ThreadResult& thread = only_thread(result);
    EXPECT_EQ(failure_code(thread), "verify_failed") << at;
    ASSERT_EQ(thread.verified->errors, 1U) << at;
    EXPECT_NE(thread.verified->findings[0].find("at offset "), std::string::npos);
    // All of the rest was still looked at.
    EXPECT_EQ(thread.verified->operations, kMemoryBytes / kBlockBytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, EachMethod,
                         testing::Values(VerifyMethod::kCrc32c, VerifyMethod::kXxhash,
                                         VerifyMethod::kMd5, VerifyMethod::kSha256,
                                         VerifyMethod::kPattern));

std::string only_finding(const RunResult& result) {
  const ThreadResult& thread = only_thread(result);
  EXPECT_EQ(failure_code(thread), "verify_failed");
  if (!thread.verified || thread.verified->findings.empty()) return "";
  return thread.verified->findings[0];
}

TEST(Verify, stale_block__is_found_by_its_number) {
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kCrc32c);
  // Twice over the range: the first pass is kept aside, and one block of it comes back.
  job.io_size_bytes = 2 * kMemoryBytes;
  std::vector<std::byte> first_pass;
  JobSpec first = job;
  first.io_size_bytes = kMemoryBytes;
  first.verify.reads_back = false;
  run_on(memory, first);
  memory.with_bytes([&](std::vector<std::byte>& bytes) { first_pass = bytes; });
  const RunResult result =
      run_on(memory, job, [&](std::uint64_t read, std::vector<std::byte>& bytes) {
        if (read == 0)
          std::copy_n(first_pass.begin() + 5 * kBlockBytes, kBlockBytes,
                      bytes.begin() + 5 * kBlockBytes);
      });
  EXPECT_NE(only_finding(result).find("at offset 20480: it holds an earlier write, number "),
            std::string::npos);
  EXPECT_EQ(only_thread(result).verified->errors, 1U);
}

TEST(Verify, block_of_another_offset__is_found_and_named) {
  Memory memory(kMemoryBytes);
  const RunResult result =
      run_on(memory, verified_job(VerifyMethod::kXxhash),
             [](std::uint64_t read, std::vector<std::byte>& bytes) {
               if (read == 0)
                 std::copy_n(bytes.begin() + 7 * kBlockBytes, kBlockBytes, bytes.begin());
             });
  EXPECT_EQ(only_finding(result), "at offset 0: it holds the block of offset 28672");
}

TEST(Verify, torn_block__is_found_with_one_header_and_with_several) {
  for (const std::uint64_t interval : {0U, 512U, 1024U}) {
    Memory memory(kMemoryBytes);
    JobSpec job = verified_job(VerifyMethod::kCrc32c);
    job.verify.interval_bytes = interval;
    JobSpec first = job;
    first.verify.reads_back = false;
    run_on(memory, first);
    std::vector<std::byte> before;
    memory.with_bytes([&](std::vector<std::byte>& bytes) { before = bytes; });
    // Written again by the next pass, but for the second half of a block.
    job.io_size_bytes = 2 * kMemoryBytes;
    const RunResult result =
        run_on(memory, job, [&](std::uint64_t read, std::vector<std::byte>& bytes) {
          constexpr std::size_t kHalf = 9 * kBlockBytes + kBlockBytes / 2;
          if (read == 0)
            std::copy_n(before.begin() + kHalf, kBlockBytes / 2, bytes.begin() + kHalf);
        });
    const std::string finding = only_finding(result);
    EXPECT_NE(finding, "");
    if (interval > 0) {
      EXPECT_EQ(finding.find("at offset 38912: it holds an earlier write"), 0U) << finding;
    }
  }
}

TEST(Verify, lost_write__is_found) {
  Memory memory(kMemoryBytes);
  const RunResult result =
      run_on(memory, verified_job(VerifyMethod::kMd5),
             [](std::uint64_t read, std::vector<std::byte>& bytes) {
               if (read == 0)
                 std::fill_n(bytes.begin() + 3 * kBlockBytes, kBlockBytes, std::byte{0});
             });
  EXPECT_EQ(only_finding(result), "at offset 12288: there is no valid header");
}

TEST(Verify, no_corruption__is_found_under_concurrency_with_any_lengths_and_repetition) {
  for (const std::uint64_t interval : {0U, 512U}) {
    Memory memory(kMemoryBytes);
    JobSpec job = verified_job(VerifyMethod::kCrc32c, 4);
    job.iodepth = 32;
    job.pattern.each_once = false;
    job.pattern.align_bytes.write = 512;
    job.pattern.block_sizes.write = {
        .min_bytes = 512, .max_bytes = 16'384, .unaligned = true, .split = {}};
    job.io_size_bytes = 4 * job.size_bytes;
    job.verify.interval_bytes = interval;
    job.verify.backlog = 50;
    const RunResult result = run_on(memory, job);
    for (const ThreadResult& thread : result.jobs[0].threads) {
      EXPECT_EQ(failure_code(thread), "none") << (thread.failure ? thread.failure->what() : "");
      EXPECT_EQ(thread.verified->errors, 0U);
      EXPECT_GT(thread.verified->operations, 10U);
    }
  }
}

TEST(Verify, mixed_job__looks_at_what_it_reads_of_its_own) {
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kXxhash);
  job.pattern.read_percent = 50;
  job.pattern.each_once = false;
  job.io_size_bytes = 8 * kMemoryBytes;
  job.verify.reads_back = false;
  const ThreadResult thread = only_thread(run_on(memory, job));
  EXPECT_EQ(failure_code(thread), "none");
  EXPECT_GT(thread.verified->operations, 500U);
  EXPECT_LT(thread.verified->operations, thread.directions.read.operations);
}

TEST(Verify, trimmed_blocks__are_not_expected_any_more) {
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kCrc32c);
  job.pattern.trims = Trims::kBeforeWrite;
  EXPECT_EQ(failure_code(only_thread(run_on(memory, job))), "none");
}

TEST(Verify, backlog__is_read_back_while_the_job_goes_on) {
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kCrc32c);
  job.verify.backlog = 64;
  job.verify.backlog_batch = 16;
  std::uint64_t first_read = 0;
  std::uint64_t written = 0;
  const RunResult result =
      run_on(memory, job, [&](std::uint64_t read, std::vector<std::byte>& bytes) {
        if (read > 0) return;
        first_read = read;
        for (std::size_t at = 0; at < bytes.size(); at += kBlockBytes)
          written += bytes[at] != std::byte{0};
      });
  // Four phases of sixteen, and all at the end.
  EXPECT_EQ(only_thread(result).verified->operations, 4U * 16 + 256);
  EXPECT_EQ(written, 64U);
}

TEST(Verify, only__finds_what_the_same_job_wrote_and_writes_nothing) {
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kSha256);
  job.pattern.block_sizes.write = {
      .min_bytes = 512, .max_bytes = 8192, .unaligned = false, .split = {}};
  JobSpec writes = job;
  writes.verify.reads_back = false;
  run_on(memory, writes);
  std::vector<std::byte> before;
  memory.with_bytes([&](std::vector<std::byte>& bytes) { before = bytes; });
  job.verify.only = true;
  const ThreadResult sound = only_thread(run_on(memory, job));
  EXPECT_EQ(failure_code(sound), "none") << (sound.failure ? sound.failure->what() : "");
  EXPECT_GT(sound.verified->operations, 100U);
  EXPECT_EQ(sound.directions.write.operations, 0U);
  memory.with_bytes([&](std::vector<std::byte>& bytes) { EXPECT_TRUE(bytes == before); });
  job.threads[0].seed += 1;
  EXPECT_EQ(failure_code(only_thread(run_on(memory, job))), "verify_failed");
}

TEST(Verify, read_job__checks_what_another_job_wrote) {
  Memory memory(kMemoryBytes);
  JobSpec writes = verified_job(VerifyMethod::kCrc32c);
  writes.verify.reads_back = false;
  run_on(memory, writes);
  JobSpec reads = writes;
  reads.pattern.read_percent = 100;
  reads.threads[0].seed = 99;
  const ThreadResult sound = only_thread(run_on(memory, reads));
  EXPECT_EQ(failure_code(sound), "none");
  EXPECT_EQ(sound.verified->operations, kMemoryBytes / kBlockBytes);
  EXPECT_EQ(sound.directions.read.operations, kMemoryBytes / kBlockBytes);
  const RunResult flipped =
      run_on(memory, reads, [](std::uint64_t read, std::vector<std::byte>& bytes) {
        if (read == 0) bytes[123'456] ^= std::byte{1};
      });
  EXPECT_NE(only_finding(flipped), "");
}

TEST(Verify, fatal__fails_at_the_first_finding_and_continuing_at_none) {
  const Tamper tamper = [](std::uint64_t read, std::vector<std::byte>& bytes) {
    if (read == 0) std::fill(bytes.begin(), bytes.end(), std::byte{1});
  };
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kCrc32c);
  job.verify.fatal = true;
  const ThreadResult fatal = only_thread(run_on(memory, job, tamper));
  EXPECT_EQ(failure_code(fatal), "verify_failed");
  EXPECT_EQ(fatal.verified->errors, 1U);
  job.verify.fatal = false;
  job.verify.continues = true;
  const ThreadResult continued = only_thread(run_on(memory, job, tamper));
  EXPECT_EQ(failure_code(continued), "none");
  EXPECT_EQ(continued.verified->errors, kMemoryBytes / kBlockBytes);
  EXPECT_EQ(continued.verified->findings.size(), 8U);
}

TEST(Verify, pattern_with_offsets__finds_a_block_of_another_place) {
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kPattern);
  job.verify.pattern = pattern_of({0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0xaa}, {1});
  EXPECT_EQ(failure_code(only_thread(run_on(memory, job))), "none");
  const RunResult result =
      run_on(memory, job, [](std::uint64_t read, std::vector<std::byte>& bytes) {
        if (read == 0) std::copy_n(bytes.begin() + 7 * kBlockBytes, kBlockBytes, bytes.begin());
      });
  EXPECT_EQ(only_finding(result), "at offset 2: the byte there is not that of the pattern");
}

TEST(Verify, dump__has_what_was_read_and_what_was_written) {
  const auto directory =
      std::filesystem::temp_directory_path() / ("memvol-dump-" + std::to_string(getpid()));
  std::filesystem::create_directory(directory);
  Memory memory(kMemoryBytes);
  JobSpec job = verified_job(VerifyMethod::kCrc32c);
  job.verify.dump_prefix = (directory / "job.0.").string();
  run_on(memory, job, [](std::uint64_t read, std::vector<std::byte>& bytes) {
    if (read == 0) bytes[2 * kBlockBytes + 100] ^= std::byte{0x80};
  });
  const auto contents = [&](const char* name) {
    std::ifstream file(directory / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string received = contents("job.0.8192.received");
  const std::string expected = contents("job.0.8192.expected");
  ASSERT_EQ(received.size(), kBlockBytes);
  ASSERT_EQ(expected.size(), kBlockBytes);
  for (std::size_t at = 0; at < kBlockBytes; ++at) {
    EXPECT_EQ(received[at] == expected[at], at != 100) << at;
  }
  std::filesystem::remove_all(directory);
}

std::string refusal(const JobSpec& job) {
  try {
    check_spec(run_of({job}));
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "accepted";
}

TEST(Verify, what_cannot_be_verified__is_refused) {
  JobSpec job = verified_job(VerifyMethod::kCrc32c);
  EXPECT_EQ(refusal(job), "accepted");
  job.engine = EngineKind::kNull;
  EXPECT_EQ(refusal(job), "usage");
  job = verified_job(VerifyMethod::kCrc32c);
  job.pattern.block_sizes.write = BlockSizes::of(64);
  EXPECT_EQ(refusal(job), "range_invalid");
  job.verify.method = VerifyMethod::kPattern;
  EXPECT_EQ(refusal(job), "usage");
}

}  // namespace
}  // namespace memvol::bench
