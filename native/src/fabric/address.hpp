// Where a fabric listener is.
#pragma once

#include <cstdint>
#include <string>

namespace memvol::fabric {

struct Address {
  std::string provider;  // "tcp", "verbs"
  std::string host;
  std::uint16_t port = 0;
};

}  // namespace memvol::fabric
