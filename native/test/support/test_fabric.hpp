// Where the tests' devices listen: on loopback over tcp, or what MEMVOL_TEST_FABRIC_PROVIDER and
// MEMVOL_TEST_FABRIC_HOST say (scripts/test-verbs.sh sets them). The only place that knows.
// Threading: any thread; the environment does not change.
#pragma once

#include <cstdlib>
#include <string>

#include "fabric/address.hpp"

namespace memvol {

inline std::string from_environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

// Port 0: whichever is free.
inline fabric::Address test_address() {
  return {.provider = from_environment("MEMVOL_TEST_FABRIC_PROVIDER", "tcp"),
          .host = from_environment("MEMVOL_TEST_FABRIC_HOST", "127.0.0.1"),
          .port = 0};
}

// For tests that speak TCP themselves.
inline fabric::Address loopback_address() {
  return {.provider = "tcp", .host = "127.0.0.1", .port = 0};
}

}  // namespace memvol
