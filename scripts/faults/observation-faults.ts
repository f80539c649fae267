/** Mistakes in what the device knows of its clients' operations. */
import type { Fault } from "./fault.js";

export const OBSERVATION_FAULTS: readonly Fault[] = [
  {
    name: "an immediate names one region less than was written",
    file: "observation/immediate.cpp",
    find: "((regions.count - 1) << region_bits_)",
    replace: "((regions.count > 1 ? regions.count - 2 : 0) << region_bits_)",
    layers: ["observation"],
  },
  {
    name: "a record of the ring is taken when its first word is there",
    file: "observation/ring.cpp",
    find: "if ((words[i] & ~kPayloadMask) != lap) return {};",
    replace: "if (i == 0 && (words[i] & ~kPayloadMask) != lap) return {};",
    layers: ["observation"],
  },
  {
    name: "merging forgets the end of the later record",
    file: "observation/batch.cpp",
    find: "const auto end = std::max(other.extent.end_bytes(), record.extent.end_bytes());",
    replace: "const auto end = other.extent.end_bytes();",
    layers: ["observation"],
  },
  {
    name: "an announcement marks its first region only",
    file: "observer/region_marks.hpp",
    find: "for (std::uint32_t i = 0; i < regions.count; ++i) {",
    replace: "for (std::uint32_t i = 0; i < 1; ++i) {",
    layers: ["observer"],
  },
  {
    name: "taking a region does not look at it",
    file: "observer/point_jobs.cpp",
    find: "  add_dirty(region);\n  return true;",
    replace: "  add_dirty(region);\n  return false;",
    layers: ["observer"],
  },
  {
    name: "what is changing is cleared when it is taken",
    file: "observer/point_jobs.cpp",
    find: "  if (is_changing(region)) {\n    add_dirty(region);\n    return false;\n  }\n",
    replace: "",
    layers: ["observer"],
  },
  {
    name: "every farewell is believed",
    file: "observer/session_observer.cpp",
    find: "return told_.refused == 0 && farewell_ == acted_on_;",
    replace: "return farewell_.has_value();",
    layers: ["observer"],
  },
  {
    name: "a session that left without a farewell is not compared",
    file: "observer/session_observer.cpp",
    find: "compare = !has_told_all();",
    replace: "compare = false;",
    layers: ["observer"],
  },
  {
    name: "a session may tell of what lies outside its range",
    file: "observer/session_observer.cpp",
    find: "!lies_within(named->regions, regions_)",
    replace: "(lies_within(named->regions, regions_) && false)",
    layers: ["observer"],
  },
  {
    name: "a full ring is written over",
    file: "client/ring_space.hpp",
    find: "return observation::kRingRecords - (next_ - head_);",
    replace: "return observation::kRingRecords;",
    layers: ["client", "device"],
  },
  {
    name: "an operation is reported before its announcement was acted on",
    file: "client/ledger.cpp",
    find: "acted_on_ = std::max(acted_on_, std::min(done, told_));",
    replace: "acted_on_ = told_;",
    layers: ["client", "device"],
  },
];
