#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "agon/core/config.hpp"

namespace agon {

/// The sizes of a tensor's axes, outermost first, stored inline: at most 8 axes, none negative.
/// A shape of no axes is a scalar and has one element.
class Shape {
 public:
  static constexpr int max_rank = 8;
  using value_type = std::int64_t;

  constexpr Shape() = default;
  /// Throws Error where there are more than 8 sizes. A size of -1 is allowed as the "infer me" of `reshape`.
  constexpr Shape(std::initializer_list<std::int64_t> sizes) : Shape(sizes.begin(), sizes.end()) {}
  template <class Iterator>
  constexpr Shape(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(*first);
  }
  /// `rank` axes of size `fill`.
  static constexpr Shape filled(int rank, std::int64_t fill) {
    Shape shape;
    for (int i = 0; i < rank; ++i) shape.push_back(fill);
    return shape;
  }

  constexpr int rank() const { return rank_; }
  constexpr bool empty() const { return rank_ == 0; }
  /// The number of elements: the product of the sizes. Throws Error where that is beyond 64 bits.
  constexpr std::int64_t size() const {
    std::int64_t product = 1;
    for (std::int64_t d : *this)
      if (__builtin_mul_overflow(product, d, &product)) fail_size();
    return product;
  }

  /// The size of an axis; negative axes count from the back. Throws Error outside [-rank, rank).
  constexpr std::int64_t operator[](int axis) const { return sizes_[checked(axis)]; }
  constexpr std::int64_t& operator[](int axis) { return sizes_[checked(axis)]; }

  constexpr const std::int64_t* begin() const { return sizes_; }
  constexpr const std::int64_t* end() const { return sizes_ + rank_; }

  /// Appends an axis. Throws Error on the ninth.
  constexpr void push_back(std::int64_t size) {
    if (rank_ == max_rank) fail_rank();
    sizes_[rank_++] = size;
  }

  friend constexpr bool operator==(const Shape& a, const Shape& b) {
    if (a.rank_ != b.rank_) return false;
    for (int i = 0; i < a.rank_; ++i)
      if (a.sizes_[i] != b.sizes_[i]) return false;
    return true;
  }

 private:
  constexpr int checked(int axis) const {
    const int index = axis < 0 ? axis + rank_ : axis;
    if (index < 0 || index >= rank_) fail_axis(axis);
    return index;
  }
  [[noreturn]] static void fail_rank();
  [[noreturn]] void fail_size() const;
  [[noreturn]] void fail_axis(int axis) const;

  std::int64_t sizes_[max_rank] = {};
  int rank_ = 0;
};

/// "[2, 3]"; a scalar's is "[]".
std::string to_string(const Shape& shape);

/// The index of an axis that may be counted from the back. Throws Error "[where] ..." outside [-rank, rank).
int normalize_axis(const char* where, int axis, int rank);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/shape-inl.h"
#endif
