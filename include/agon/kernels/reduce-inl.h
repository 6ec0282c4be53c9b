#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/map/number.hpp"
#include "agon/kernels/reduce.hpp"
#include "agon/kernels/strides.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {

namespace detail {

/// The shapes of a reduction's result.
struct ReducedShape {
  Shape kept, result;  // with reduced axes as size 1, and as asked for
  std::array<bool, Shape::max_rank> reduced;

  ReducedShape(const char* name, const Shape& x, std::span<const int> axes, bool keep_axes)
      : reduced(axis_set(name, axes, x.rank())) {
    for (int d = 0; d < x.rank(); ++d) {
      const bool is_reduced = reduced[static_cast<std::size_t>(d)];
      kept.push_back(is_reduced ? 1 : x[d]);
      if (!is_reduced) result.push_back(x[d]);
    }
    if (keep_axes) result = kept;
  }
};

/// Runs of neighbouring reduced axes are one reduce(outer, middle, inner, x, y) each, from the back, where
/// the tensor is largest along the fast axis.
template <class T, class Reduce>
BasicTensor<T> reduce_runs(const BasicTensor<T>& x, const ReducedShape& to, const Reduce& reduce) {
  BasicTensor<T> current = x;
  Shape shape = x.shape();
  for (int end = x.rank(); end > 0;) {
    int begin = end;
    while (begin > 0 && to.reduced[static_cast<std::size_t>(begin - 1)]) --begin;
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
    reduce(outer, middle, inner, current.data(), next.mutable_data());
    current = std::move(next);
  }
  return current.reshape(to.result);
}

/// b where it is larger (or smaller) than a or NaN; once a is NaN, it stays.
template <bool larger, class T>
T better(T a, T b) {
  return vmath::pick((larger ? b > a : b < a) | (b != b), b, a);
}

/// y[j] = the extremum of column j of `rows` rows that are `stride` apart.
template <bool larger, class T>
void extremum_of_rows(std::int64_t rows, std::int64_t columns, const T* x, std::int64_t stride, T* y) {
  std::copy_n(x, columns, y);
  for (std::int64_t i = 1; i < rows; ++i)
    for (std::int64_t j = 0; j < columns; ++j) y[j] = better<larger>(y[j], x[i * stride + j]);
}

template <bool larger, class T>
T extremum_of_run(std::int64_t n, const T* x) {
  constexpr std::int64_t lanes = 16;
  T most[lanes];
  std::fill_n(most, lanes, x[0]);
  std::int64_t i = 0;
  for (; i + lanes <= n; i += lanes)
    for (std::int64_t j = 0; j < lanes; ++j) most[j] = better<larger>(most[j], x[i + j]);
  for (; i < n; ++i) most[0] = better<larger>(most[0], x[i]);
  for (std::int64_t j = 1; j < lanes; ++j) most[0] = better<larger>(most[0], most[j]);
  return most[0];
}

/// y [outer, inner] = the extremum over the middle of x [outer, middle, inner]. No size is 0.
template <bool larger, class T>
void extremum_of_middle(std::int64_t outer, std::int64_t middle, std::int64_t inner, const T* x, T* y) {
  constexpr std::int64_t worth = 16384, column_block = 512;  // elements of a task, columns at a time
  const std::int64_t width = std::min(inner, column_block), blocks = (inner + width - 1) / width;
  const std::int64_t chunk = std::max<std::int64_t>(1, 4 * worth / width);
  const std::int64_t chunks = (middle + chunk - 1) / chunk;
  BasicTensor<T> partial;
  if (chunks > 1) partial = BasicTensor<T>(Shape{chunks, outer, inner});
  T* out = chunks > 1 ? partial.mutable_data() : y;
  const std::int64_t grain = std::max<std::int64_t>(1, worth / (std::min(chunk, middle) * width));
  parallel_for(chunks * outer * blocks, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t c = task / (outer * blocks), o = task / blocks % outer;
      const std::int64_t column = task % blocks * width, columns = std::min(width, inner - column);
      const std::int64_t first = c * chunk, rows = std::min(chunk, middle - first);
      const T* from = x + (o * middle + first) * inner + column;
      T* to = out + (c * outer + o) * inner + column;
      if (inner == 1)
        *to = extremum_of_run<larger>(rows, from);
      else
        extremum_of_rows<larger>(rows, columns, from, inner, to);
    }
  });
  if (chunks > 1) extremum_of_middle<larger>(1, chunks, outer * inner, static_cast<const T*>(out), y);
}

template <bool larger, class T>
BasicTensor<T> extremum(const char* name, const BasicTensor<T>& x, std::span<const int> axes,
                        bool keep_axes) {
  check_defined(name, x.erased());
  const ReducedShape to(name, x.shape(), axes, keep_axes);
  if (x.size() == 0) {
    if (to.result.size() > 0)
      fail(name, "expected at least one element along the axes, got " + to_string(x.shape()));
    return BasicTensor<T>(to.result);
  }
  return reduce_runs(x, to, extremum_of_middle<larger, T>);
}

}  // namespace detail

template <class T>
BasicTensor<T> sum(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes) {
  check_defined("sum", x.erased());
  const detail::ReducedShape to("sum", x.shape(), axes, keep_axes);
  if (to.result.size() == x.size() && x.size() > 0) return x.reshape(to.result);
  if (x.size() == 0) return BasicTensor<T>(to.result, T{0});
  return detail::reduce_runs(x, to, table<T>().sum);
}

template <class T>
BasicTensor<T> largest(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes) {
  return detail::extremum<true>("max", x, axes, keep_axes);
}

template <class T>
BasicTensor<T> smallest(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes) {
  return detail::extremum<false>("min", x, axes, keep_axes);
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
