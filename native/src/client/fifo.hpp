// A queue with a fixed capacity that never allocates after it was made.
// Threading: one thread.
#pragma once

#include <cassert>
#include <cstddef>
#include <vector>

namespace memvol::client {

template <class T>
class Fifo {
 public:
  explicit Fifo(std::size_t capacity) : items_(capacity) {}

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return items_.size(); }

  // There must be room.
  void push(const T& item) {
    assert(size_ < items_.size());
    items_[place(size_++)] = item;
  }
  // There must be an item.
  void pop() {
    assert(size_ > 0);
    first_ = place(1);
    --size_;
  }
  const T& front() const { return items_[first_]; }
  // From the oldest.
  const T& operator[](std::size_t index) const { return items_[place(index)]; }

 private:
  std::size_t place(std::size_t index) const {
    const std::size_t at = first_ + index;
    return at < items_.size() ? at : at - items_.size();
  }

  std::vector<T> items_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace memvol::client
