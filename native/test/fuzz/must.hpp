// What a fuzz target claims: libFuzzer takes the trap for a finding and keeps the input.
#pragma once

namespace memvol::fuzz {

inline void must(bool claim) {
  if (!claim) __builtin_trap();
}

}  // namespace memvol::fuzz
