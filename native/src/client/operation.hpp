// One operation of a session, as its user posted it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "observation/record.hpp"

namespace memvol::client {

struct Operation {
  observation::OperationType type = observation::OperationType::kRead;
  std::uint32_t slot = 0;
  std::byte* memory = nullptr;
  // What the provider wants for that memory.
  void* descriptor = nullptr;
  // Within the granted range; at least one byte.
  observation::Extent extent;
};

// What is told of it.
inline observation::Record record_of(const Operation& operation, observation::Phase phase) {
  return {.type = operation.type,
          .phase = phase,
          .operations = 1,
          .extent = operation.extent,
          .bytes = operation.extent.length_bytes};
}

}  // namespace memvol::client
