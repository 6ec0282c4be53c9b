#pragma once

#include "agon/core/error.hpp"
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

}  // namespace agon::kernels
