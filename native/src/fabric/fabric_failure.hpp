// Failures of libfabric calls: the provider's text and code under one of our stable codes.
#pragma once

#include <string>

#include "base/failure.hpp"

namespace memvol::fabric {

// `result` is what the call returned: a negative libfabric code.
Failure fabric_failure(const std::string& code, const std::string& operation, long result,
                       const std::string& about);

// Throws fabric_failure unless `result` is 0.
void check(long result, const std::string& code, const std::string& operation,
           const std::string& about);

// The version of the libfabric that is loaded: "1.17".
std::string library_version();

}  // namespace memvol::fabric
