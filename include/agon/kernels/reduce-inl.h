#pragma once

#include <array>
#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/reduce.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {

// Runs of neighbouring summed axes are one [outer, middle, inner] sum each, from the back, where the tensor
// is largest along the fast axis.
template <class T>
BasicTensor<T> sum(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes) {
  check_defined("sum", x.erased());
  std::array<bool, Shape::max_rank> summed{};
  for (int axis : axes) {
    bool& flag = summed[static_cast<std::size_t>(normalize_axis("sum", axis, x.rank()))];
    if (flag) fail("sum", "expected different axes, got " + std::to_string(axis) + " twice");
    flag = true;
  }
  Shape kept, dropped;
  for (int d = 0; d < x.rank(); ++d) {
    const bool is_summed = summed[static_cast<std::size_t>(d)];
    kept.push_back(is_summed ? 1 : x.dim(d));
    if (!is_summed) dropped.push_back(x.dim(d));
  }
  const Shape& result = keep_axes ? kept : dropped;
  if (result.size() == x.size() && x.size() > 0) return x.reshape(result);
  if (x.size() == 0) return BasicTensor<T>(result, T{0});

  BasicTensor<T> current = x;
  Shape shape = x.shape();
  for (int end = x.rank(); end > 0;) {
    int begin = end;
    while (begin > 0 && summed[static_cast<std::size_t>(begin - 1)]) --begin;
    if (begin == end) {
      --end;
      continue;
    }
    std::int64_t outer = 1, middle = 1, inner = 1;
    for (int d = 0; d < shape.rank(); ++d) (d < begin ? outer : d < end ? middle : inner) *= shape[d];
    for (int d = begin; d < end; ++d) shape[d] = 1;
    end = begin;
    if (middle == 1) continue;
    BasicTensor<T> next(shape);
    table<T>().sum(outer, middle, inner, current.data(), next.mutable_data());
    current = std::move(next);
  }
  return current.reshape(result);
}

template <class T>
double sum_of_squares(const BasicTensor<T>& x) {
  return table<T>().sum_of_squares(x.size(), x.data());
}

template <class T>
bool all_finite(const BasicTensor<T>& x) {
  return table<T>().all_finite(x.size(), x.data());
}

}  // namespace agon::kernels
