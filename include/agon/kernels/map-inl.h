#pragma once

#include <algorithm>
#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/strides.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {

AGON_INLINE const char* name_of(Unary op) {
  static constexpr const char* names[] = {"affine",
                                          "exp",
                                          "log",
                                          "sqrt",
                                          "square",
                                          "abs",
                                          "sign",
                                          "tanh",
                                          "sigmoid",
                                          "softplus",
                                          "leaky_relu",
                                          "pow",
                                          "reciprocal_or_zero"};
  return names[static_cast<int>(op)];
}

AGON_INLINE const char* name_of(Binary op) {
  static constexpr const char* names[] = {
      "add", "sub", "mul", "div", "leaky_relu_grad", "tanh_grad", "sigmoid_grad", "softplus_grad"};
  return names[static_cast<int>(op)];
}

template <class T>
BasicTensor<T> unary(Unary op, const BasicTensor<T>& x, T p0, T p1) {
  check_defined(name_of(op), x.erased());
  BasicTensor<T> y(x.shape());
  table<T>().unary(op, x.size(), x.data(), p0, p1, y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> binary(Binary op, const BasicTensor<T>& a, const BasicTensor<T>& b, T p0) {
  check_defined(name_of(op), a.erased());
  check_defined(name_of(op), b.erased());
  const Shape shape = a.shape() == b.shape() ? a.shape() : broadcast_shape(name_of(op), a.shape(), b.shape());
  BasicTensor<T> y(shape);
  if (y.size() == 0) return y;
  const StridedLoop loop = detail::collapsed(shape, detail::repeat_strides(a.shape(), shape),
                                             detail::repeat_strides(b.shape(), shape));
  table<T>().binary(op, loop, a.data(), b.data(), p0, y.mutable_data());
  return y;
}

AGON_INLINE Shape broadcast_shape(const char* name, const Shape& a, const Shape& b) {
  const int rank = std::max(a.rank(), b.rank());
  Shape shape = Shape::filled(rank, 1);
  for (int i = 1; i <= rank; ++i) {
    const std::int64_t left = i <= a.rank() ? a[-i] : 1, right = i <= b.rank() ? b[-i] : 1;
    if (left != right && left != 1 && right != 1)
      fail(name, "expected shapes that broadcast, got " + to_string(a) + " and " + to_string(b));
    shape[-i] = left == 1 ? right : left;
  }
  return shape;
}

template <class T>
void accumulate(BasicTensor<T>& into, const BasicTensor<T>& x) {
  if (into.shape() != x.shape())
    fail("accumulate", "expected " + to_string(into.shape()) + ", got " + to_string(x.shape()));
  T* target = into.mutable_data();
  table<T>().accumulate(x.size(), x.data(), target);
}

}  // namespace agon::kernels
