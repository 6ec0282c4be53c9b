#pragma once

#include <algorithm>
#include <string>

#include "agon/autograd/ops/pixels.hpp"
#include "agon/autograd/ops/taken_pixels-inl.h"

namespace agon {
namespace ops {

inline void check_pixel_numbers(const char* name, const LabelTensor& index, const Size2& size) {
  const std::int64_t pixels = size.height * size.width;
  const auto wrong =
      std::ranges::find_if(index.values(), [pixels](std::int64_t i) { return i < -1 || i >= pixels; });
  if (wrong != index.values().end())
    fail(name,
         "expected numbers of pixels in [-1, " + std::to_string(pixels) + "), got " + std::to_string(*wrong));
}

inline void check_index(const char* name, const LabelTensor& index, const Shape& expected,
                        const Size2& size) {
  check_defined(name, index.erased());
  if (index.shape() != expected)
    fail(name, "expected an index " + to_string(expected) + ", got " + to_string(index.shape()));
  check_pixel_numbers(name, index, size);
}

/// The shape of results [N, OH, OW, last] at the places of an index, for pictures x.
inline Shape places(const char* name, const Shape& x, const LabelTensor& index, std::int64_t last) {
  if (index.rank() != 4) fail(name, "expected an index of rank 4, got " + to_string(index.shape()));
  return {x[0], index.dim(1), index.dim(2), last};
}

inline void check_places(const char* name, const char* what, const Shape& got, const Shape& expected) {
  if (got != expected)
    fail(name, std::string("expected ") + what + " " + to_string(expected) + ", got " + to_string(got));
}

template <class T>
BasicVar<T> checked_gather(const BasicVar<T>& x, const LabelTensor& index) {
  check_picture("gather_pixels", x.shape());
  check_index("gather_pixels", index, places("gather_pixels", x.shape(), index, x.dim(3)),
              size_of_picture(x.shape()));
  return gather_pixels<T>(x, index);
}

template <class T>
BasicVar<T> checked_scatter(const BasicVar<T>& y, const LabelTensor& index, Size2 size) {
  check_picture("scatter_pixels", y.shape());
  check_index("scatter_pixels", index, y.shape(), size);
  return scatter_pixels<T>(y, index, size);
}

template <class T>
BasicVar<T> checked_blend(const BasicVar<T>& x, const BasicVar<T>& weights, const LabelTensor& index) {
  check_picture("blend_pixels", x.shape());
  const Shape expected = places("blend_pixels", x.shape(), index, index.dim(-1));
  check_index("blend_pixels", index, expected, size_of_picture(x.shape()));
  check_places("blend_pixels", "weights", weights.shape(), expected);
  return blend_pixels<T>(x, weights, index);
}

template <class T>
BasicVar<T> checked_spread(const BasicVar<T>& y, const BasicVar<T>& weights, const LabelTensor& index,
                           Size2 size) {
  check_picture("spread_pixels", y.shape());
  const Shape expected{y.dim(0), y.dim(1), y.dim(2), weights.dim(-1)};
  check_index("spread_pixels", index, expected, size);
  check_places("spread_pixels", "weights", weights.shape(), expected);
  return spread_pixels<T>(y, weights, index, size);
}

template <class T>
BasicVar<T> checked_products(const BasicVar<T>& x, const BasicVar<T>& y, const LabelTensor& index) {
  check_picture("pixel_products", x.shape());
  check_index("pixel_products", index, places("pixel_products", x.shape(), index, index.dim(-1)),
              size_of_picture(x.shape()));
  check_places("pixel_products", "a gradient", y.shape(),
               places("pixel_products", x.shape(), index, x.dim(3)));
  return pixel_products<T>(x, y, index);
}

}  // namespace ops

AGON_INLINE Var gather_pixels(const Var& x, const LabelTensor& index) {
  return ops::checked_gather(x, index);
}
AGON_INLINE f64::Var gather_pixels(const f64::Var& x, const LabelTensor& index) {
  return ops::checked_gather(x, index);
}
AGON_INLINE Var scatter_pixels(const Var& y, const LabelTensor& index, Size2 size) {
  return ops::checked_scatter(y, index, size);
}
AGON_INLINE f64::Var scatter_pixels(const f64::Var& y, const LabelTensor& index, Size2 size) {
  return ops::checked_scatter(y, index, size);
}
AGON_INLINE Var blend_pixels(const Var& x, const Var& weights, const LabelTensor& index) {
  return ops::checked_blend(x, weights, index);
}
AGON_INLINE f64::Var blend_pixels(const f64::Var& x, const f64::Var& weights, const LabelTensor& index) {
  return ops::checked_blend(x, weights, index);
}
AGON_INLINE Var spread_pixels(const Var& y, const Var& weights, const LabelTensor& index, Size2 size) {
  return ops::checked_spread(y, weights, index, size);
}
AGON_INLINE f64::Var spread_pixels(const f64::Var& y, const f64::Var& weights, const LabelTensor& index,
                                   Size2 size) {
  return ops::checked_spread(y, weights, index, size);
}
AGON_INLINE Var pixel_products(const Var& x, const Var& y, const LabelTensor& index) {
  return ops::checked_products(x, y, index);
}
AGON_INLINE f64::Var pixel_products(const f64::Var& x, const f64::Var& y, const LabelTensor& index) {
  return ops::checked_products(x, y, index);
}

}  // namespace agon
