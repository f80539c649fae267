#include "addon/contents_values.hpp"

#include <cstdint>
#include <string>

#include "addon/values.hpp"

namespace memvol::addon {

namespace {

bench::FillPattern get_fill_pattern(const Napi::Object& from) {
  bench::FillPattern pattern;
  const auto bytes = from.Get("bytes").As<Napi::Uint8Array>();
  const auto* const data = reinterpret_cast<const std::byte*>(bytes.Data());
  pattern.bytes.assign(data, data + bytes.ByteLength());
  const auto places = from.Get("offsetPlaces").As<Napi::Array>();
  for (std::uint32_t i = 0; i < places.Length(); ++i) {
    pattern.offset_places.push_back(places.Get(i).As<Napi::Number>().Uint32Value());
  }
  return pattern;
}

bench::VerifyMethod get_method(const std::string& name) {
  if (name == "crc32c") return bench::VerifyMethod::kCrc32c;
  if (name == "xxhash") return bench::VerifyMethod::kXxhash;
  if (name == "md5") return bench::VerifyMethod::kMd5;
  if (name == "sha256") return bench::VerifyMethod::kSha256;
  return name == "pattern" ? bench::VerifyMethod::kPattern : bench::VerifyMethod::kNone;
}

}  // namespace

bench::Buffers get_buffers(const Napi::Object& from) {
  return {.zeros = get_flag(from, "zeros"),
          .refill = get_flag(from, "refill"),
          .pattern = get_fill_pattern(from.Get("pattern").As<Napi::Object>()),
          .compress_percent = static_cast<std::uint32_t>(get_count(from, "compressPercent"))};
}

bench::Verify get_verify(const Napi::Object& from) {
  return {.method = get_method(get_string(from, "method")),
          .reads_back = get_flag(from, "readsBack"),
          .only = get_flag(from, "only"),
          .fatal = get_flag(from, "fatal"),
          .continues = get_flag(from, "continues"),
          .interval_bytes = get_count(from, "intervalBytes"),
          .backlog = get_count(from, "backlog"),
          .backlog_batch = get_count(from, "backlogBatch"),
          .pattern = get_fill_pattern(from.Get("pattern").As<Napi::Object>()),
          .dump_prefix = get_string(from, "dumpPrefix")};
}

}  // namespace memvol::addon
