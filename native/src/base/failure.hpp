// The one exception of the native code: what failed, in which call, with which number, under
// which of our stable codes (src/errors.ts).
// Retriable conditions (-FI_EAGAIN) are return values and never get here.
#pragma once

#include <stdexcept>
#include <string>

namespace memvol {

class Failure : public std::runtime_error {
 public:
  Failure(std::string code, std::string operation, int number, const std::string& message)
      : std::runtime_error(message),
        code_(std::move(code)),
        operation_(std::move(operation)),
        number_(number) {}

  const std::string& code() const { return code_; }
  const std::string& operation() const { return operation_; }
  // The positive errno or libfabric code; 0 where there is none.
  int number() const { return number_; }

 private:
  std::string code_;
  std::string operation_;
  int number_;
};

}  // namespace memvol
