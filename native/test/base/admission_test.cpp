#include "base/admission.hpp"

#include <gtest/gtest.h>

namespace memvol {
namespace {

TEST(Admission, request__survives_encoding) {
  Ticket ticket;
  for (std::size_t i = 0; i < ticket.size(); ++i) ticket[i] = static_cast<std::byte>(i * 7);
  EXPECT_EQ(decode_request(encode_request(ticket)), ticket);
}

TEST(Admission, request__fits_verbs_private_data) { EXPECT_LE(kRequestSizeBytes, 56U); }

TEST(Admission, request__too_short_or_of_another_version_is_refused) {
  auto bytes = encode_request(Ticket{});
  EXPECT_FALSE(decode_request(std::span(bytes).first(bytes.size() - 1)));
  bytes[0] = std::byte{9};
  EXPECT_FALSE(decode_request(bytes));
  EXPECT_FALSE(decode_request({}));
}

TEST(Admission, grant__survives_encoding_at_the_limits) {
  const AdmissionGrant grant{.base = ~std::uint64_t{0},
                             .key = 0x0123456789abcdef,
                             .length_bytes = std::uint64_t{1} << 63,
                             .may_read = true,
                             .may_write = false};
  const auto decoded = decode_grant(encode_grant(grant));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->base, grant.base);
  EXPECT_EQ(decoded->key, grant.key);
  EXPECT_EQ(decoded->length_bytes, grant.length_bytes);
  EXPECT_TRUE(decoded->may_read);
  EXPECT_FALSE(decoded->may_write);
}

TEST(Admission, refusal__unknown_reason_is_no_refusal_of_ours) {
  auto bytes = encode_refusal(Refusal::kDevice);
  EXPECT_EQ(decode_refusal(bytes), Refusal::kDevice);
  bytes[1] = std::byte{77};
  EXPECT_FALSE(decode_refusal(bytes));
}

}  // namespace
}  // namespace memvol
