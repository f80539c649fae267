#include "fabric/fabric_failure.hpp"

#include <rdma/fabric.h>
#include <rdma/fi_errno.h>

namespace memvol::fabric {

Failure fabric_failure(const std::string& code, const std::string& operation, long result,
                       const std::string& about) {
  const int number = static_cast<int>(-result);
  return Failure(code, operation, number, about + ": " + operation + ": " + fi_strerror(number));
}

void check(long result, const std::string& code, const std::string& operation,
           const std::string& about) {
  if (result != 0) throw fabric_failure(code, operation, result, about);
}

std::string library_version() {
  const auto version = fi_version();
  return std::to_string(FI_MAJOR(version)) + "." + std::to_string(FI_MINOR(version));
}

}  // namespace memvol::fabric
