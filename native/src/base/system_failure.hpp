// Failures of system calls, from errno.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

#include "base/failure.hpp"

namespace memvol {

// To be thrown right after the failed call: reads errno.
inline Failure system_failure(const std::string& code, const std::string& operation,
                              const std::string& about) {
  const int number = errno;
  return Failure(code, operation, number,
                 about + ": " + operation + ": " + std::generic_category().message(number));
}

}  // namespace memvol
