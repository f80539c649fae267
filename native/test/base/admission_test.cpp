#include "base/admission.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace memvol {
namespace {

TEST(Admission, request__survives_encoding) {
  Ticket ticket;
  for (std::size_t i = 0; i < ticket.size(); ++i) ticket[i] = static_cast<std::byte>(i * 7);
  EXPECT_EQ(decode_request(encode_request(ticket)), ticket);
}

TEST(Admission, every_message__fits_verbs_private_data) {
  EXPECT_EQ(kAdmissionSizeMaxBytes, 55U);
  EXPECT_LE(kRequestSizeBytes, kAdmissionSizeMaxBytes);
  EXPECT_LE(kGrantSizeBytes, kAdmissionSizeMaxBytes);
  EXPECT_LE(kRefusalSizeBytes, kAdmissionSizeMaxBytes);
}

TEST(Admission, request__too_short_or_of_another_version_is_refused) {
  auto bytes = encode_request(Ticket{});
  EXPECT_FALSE(decode_request(std::span(bytes).first(bytes.size() - 1)));
  bytes[0] = std::byte{9};
  EXPECT_FALSE(decode_request(bytes));
  EXPECT_FALSE(decode_request({}));
}

TEST(Admission, grant__survives_encoding_at_the_limits) {
  constexpr std::uint64_t kLargest = (std::uint64_t{1} << 48) - 1;
  const AdmissionGrant grant{.range = {.base = ~std::uint64_t{0}, .key = 0x0123456789abcdef},
                             .length_bytes = kLargest,
                             .rights = {.read = true, .write = false, .atomic = true},
                             .acknowledges = true,
                             .observation_mode = 4,
                             .region_shift = 47,
                             .volume_size_bytes = kLargest,
                             .range_offset_bytes = kLargest - 1,
                             .scratch = {.base = 0xfedcba9876543210, .key = ~std::uint64_t{0}}};
  const auto decoded = decode_grant(encode_grant(grant));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->range.base, grant.range.base);
  EXPECT_EQ(decoded->range.key, grant.range.key);
  EXPECT_EQ(decoded->length_bytes, grant.length_bytes);
  EXPECT_EQ(decoded->rights, grant.rights);
  EXPECT_TRUE(decoded->acknowledges);
  EXPECT_EQ(decoded->observation_mode, grant.observation_mode);
  EXPECT_EQ(decoded->region_shift, grant.region_shift);
  EXPECT_EQ(decoded->volume_size_bytes, grant.volume_size_bytes);
  EXPECT_EQ(decoded->range_offset_bytes, grant.range_offset_bytes);
  EXPECT_EQ(decoded->scratch.base, grant.scratch.base);
  EXPECT_EQ(decoded->scratch.key, grant.scratch.key);
}

TEST(Admission, grant__each_flag_is_its_own) {
  for (int flag = 0; flag < 4; ++flag) {
    AdmissionGrant grant;
    grant.rights = {.read = flag == 0, .write = flag == 1, .atomic = flag == 2};
    grant.acknowledges = flag == 3;
    const auto decoded = decode_grant(encode_grant(grant));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->rights, grant.rights);
    EXPECT_EQ(decoded->acknowledges, grant.acknowledges);
  }
}

TEST(Admission, grant__padded_is_taken_and_cut_is_refused) {
  AdmissionGrant grant;
  grant.length_bytes = 4096;
  const auto bytes = encode_grant(grant);
  std::array<std::byte, kAdmissionSizeMaxBytes> padded{};
  std::copy(bytes.begin(), bytes.end(), padded.begin());
  ASSERT_TRUE(decode_grant(padded));
  EXPECT_EQ(decode_grant(padded)->length_bytes, 4096U);
  EXPECT_FALSE(decode_grant(std::span(bytes).first(bytes.size() - 1)));
}

TEST(Admission, refusal__unknown_reason_is_no_refusal_of_ours) {
  auto bytes = encode_refusal(Refusal::kDevice);
  EXPECT_EQ(decode_refusal(bytes), Refusal::kDevice);
  bytes[1] = std::byte{77};
  EXPECT_FALSE(decode_refusal(bytes));
}

}  // namespace
}  // namespace memvol
