#pragma once

#include <initializer_list>
#include <span>

#include "agon/core/shape.hpp"

namespace agon {

/// A list of axes, stored inline; negative ones count from the back.
class Axes {
 public:
  Axes(std::initializer_list<int> axes) {
    for (int axis : axes) push_back(axis);
  }
  template <class Iterator>
  Axes(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(*first);
  }

  void push_back(int axis) {
    if (count_ == Shape::max_rank) Shape::filled(Shape::max_rank + 1, 1);  // throws: there is no ninth axis
    axes_[count_++] = axis;
  }

  int count() const { return count_; }
  int operator[](int i) const { return axes_[i]; }
  int& operator[](int i) { return axes_[i]; }
  const int* begin() const { return axes_; }
  const int* end() const { return axes_ + count_; }
  operator std::span<const int>() const { return {axes_, static_cast<std::size_t>(count_)}; }

 private:
  int axes_[Shape::max_rank] = {};
  int count_ = 0;
};

namespace ops {
inline Axes all_axes(int rank) {
  Axes axes{};
  for (int i = 0; i < rank; ++i) axes.push_back(i);
  return axes;
}
}  // namespace ops

}  // namespace agon
