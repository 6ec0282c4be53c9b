#pragma once

#include <algorithm>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/softmax.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {

template <class T>
BasicTensor<T> softmax(const BasicTensor<T>& x) {
  if (x.rank() == 0) fail("softmax", "expected at least one axis, got a scalar");
  BasicTensor<T> y(x.shape());
  if (x.size() > 0) table<T>().softmax(x.size() / x.dim(-1), x.dim(-1), x.data(), y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> log_softmax(const BasicTensor<T>& x) {
  if (x.rank() == 0) fail("log_softmax", "expected at least one axis, got a scalar");
  BasicTensor<T> y(x.shape());
  if (x.size() > 0) table<T>().log_softmax(x.size() / x.dim(-1), x.dim(-1), x.data(), y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> hardmax(const BasicTensor<T>& x) {
  if (x.rank() == 0) fail("hardmax", "expected at least one axis, got a scalar");
  BasicTensor<T> y(x.shape(), T{0});
  if (x.size() == 0) return y;
  const std::int64_t columns = x.dim(-1);
  const T* from = x.data();
  T* to = y.mutable_data();
  parallel_for(x.size() / columns, 1 + 16384 / columns, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin * columns; i < end * columns; i += columns)
      to[std::max_element(from + i, from + i + columns) - from] = 1;
  });
  return y;
}

}  // namespace agon::kernels
