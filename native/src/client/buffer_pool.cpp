#include "client/buffer_pool.hpp"

#include <numeric>

namespace memvol::client {

BufferPool::BufferPool(const LocalDomain& domain, std::uint32_t count, std::size_t size_bytes)
    : buffers_(domain, *this, count, size_bytes), free_(count) {
  std::iota(free_.begin(), free_.end(), std::uint32_t{0});
}

void BufferPool::completed(std::uint32_t index, const fabric::Completion&) {
  free_.push_back(index);
}

}  // namespace memvol::client
