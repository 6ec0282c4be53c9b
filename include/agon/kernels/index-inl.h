#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/index.hpp"
#include "agon/kernels/strides.hpp"

namespace agon::kernels {
AGON_INLINE void check_labels(const char* name, const char* what, const LabelTensor& labels,
                              std::int64_t count) {
  check_defined(name, labels.erased());
  for (const std::int64_t label : labels.values())
    if (label < 0 || label >= count)
      fail(name, std::string("expected ") + what + " in [0, " + std::to_string(count) + "), got " +
                     std::to_string(label) + " in " + to_string(labels.shape()));
}

namespace detail {

/// Elements worth a task.
constexpr std::int64_t index_grain = 16384;

inline std::int64_t tasks_of(std::int64_t elements_each) {
  return std::max<std::int64_t>(1, index_grain / std::max<std::int64_t>(1, elements_each));
}

AGON_INLINE void check_index(const char* name, const LabelTensor& index, std::int64_t size) {
  check_labels(name, "numbers", index, size);
}

/// `shape` with its axes [axis, axis + count) replaced.
inline Shape with_axes(const Shape& shape, int axis, int count, const Shape& replacement) {
  Shape result(shape.begin(), shape.begin() + axis);
  for (const std::int64_t size : replacement) result.push_back(size);
  for (int d = axis + count; d < shape.rank(); ++d) result.push_back(shape[d]);
  return result;
}

/// The places of an index that name each number, in order: a counting sort.
struct Buckets {
  std::vector<std::int64_t> starts, places;

  Buckets(std::span<const std::int64_t> index, std::int64_t size)
      : starts(static_cast<std::size_t>(size) + 1), places(index.size()) {
    for (const std::int64_t i : index) ++starts[static_cast<std::size_t>(i) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<std::int64_t> next(starts.begin(), starts.end());
    for (std::size_t place = 0; place < index.size(); ++place)
      places[static_cast<std::size_t>(next[static_cast<std::size_t>(index[place])]++)] =
          static_cast<std::int64_t>(place);
  }
  std::span<const std::int64_t> of(std::int64_t number) const {
    const auto at = static_cast<std::size_t>(number);
    return {places.data() + starts[at], static_cast<std::size_t>(starts[at + 1] - starts[at])};
  }
};

/// y [inner] = the sum of those rows of x.
template <class T>
void sum_rows(std::span<const std::int64_t> rows, const T* x, std::int64_t inner, T* y) {
  if (rows.empty()) return static_cast<void>(std::fill_n(y, inner, T{0}));
  if (rows.size() == 1) return static_cast<void>(std::copy_n(x + rows[0] * inner, inner, y));
  constexpr std::int64_t block = 512;
  for (std::int64_t first = 0; first < inner; first += block) {
    const std::int64_t columns = std::min(block, inner - first);
    double sums[block] = {};
    for (const std::int64_t row : rows) {
      const T* from = x + row * inner + first;
      for (std::int64_t j = 0; j < columns; ++j) sums[j] += static_cast<double>(from[j]);
    }
    for (std::int64_t j = 0; j < columns; ++j) y[first + j] = static_cast<T>(sums[j]);
  }
}

/// Throws Error unless x and index agree but for one axis.
AGON_INLINE void check_along(const char* name, const Shape& x, const Shape& index, int axis) {
  bool fits = x.rank() == index.rank();
  for (int d = 0; fits && d < x.rank(); ++d) fits = d == axis || x[d] == index[d];
  if (!fits)
    fail(name, "expected an index of shape " + to_string(x) + " but for axis " + std::to_string(axis) +
                   ", got " + to_string(index));
}

}  // namespace detail

template <class T>
BasicTensor<T> take(const BasicTensor<T>& x, const LabelTensor& index, int axis) {
  axis = normalize_axis("take", axis, x.rank());
  detail::check_index("take", index, x.dim(axis));
  const detail::AxisView view(x.shape(), axis);
  const std::int64_t n = index.size();
  BasicTensor<T> y(detail::with_axes(x.shape(), axis, 1, index.shape()));
  T* out = y.mutable_data();
  const auto copy = [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t from = row / n * view.size + index.data()[row % n];
      std::copy_n(x.data() + from * view.inner, view.inner, out + row * view.inner);
    }
  };
  parallel_for(view.outer * n, detail::tasks_of(view.inner), copy);
  return y;
}

template <class T>
BasicTensor<T> scatter_add(const BasicTensor<T>& x, const LabelTensor& index, int axis, std::int64_t size) {
  const int rank = x.rank() - index.rank() + 1;
  bool fits = rank >= 1 && size >= 0;
  if (fits) axis = normalize_axis("scatter_add", axis, rank);
  for (int d = 0; fits && d < index.rank(); ++d) fits = x.dim(axis + d) == index.dim(d);
  if (!fits)
    fail("scatter_add", "expected x with the axes " + to_string(index.shape()) + " at axis " +
                            std::to_string(axis) + " and a size >= 0, got " + to_string(x.shape()) + " and " +
                            std::to_string(size));
  detail::check_index("scatter_add", index, size);
  const detail::Buckets buckets(index.values(), size);
  BasicTensor<T> y(detail::with_axes(x.shape(), axis, index.rank(), {size}));
  const detail::AxisView view(y.shape(), axis);
  const std::int64_t n = index.size();
  T* out = y.mutable_data();
  const auto add = [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row)
      detail::sum_rows(buckets.of(row % size), x.data() + row / size * n * view.inner, view.inner,
                       out + row * view.inner);
  };
  parallel_for(view.outer * size, detail::tasks_of(view.inner * (1 + n / std::max<std::int64_t>(1, size))),
               add);
  return y;
}

template <class T>
BasicTensor<T> take_along(const BasicTensor<T>& x, const LabelTensor& index, int axis) {
  axis = normalize_axis("take_along", axis, x.rank());
  detail::check_along("take_along", x.shape(), index.shape(), axis);
  detail::check_index("take_along", index, x.dim(axis));
  const detail::AxisView view(x.shape(), axis);
  const std::int64_t n = index.dim(axis), inner = view.inner;
  BasicTensor<T> y(index.shape());
  T* out = y.mutable_data();
  parallel_for(view.outer * n, detail::tasks_of(inner), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const T* from = x.data() + row / n * view.size * inner;
      for (std::int64_t j = 0; j < inner; ++j)
        out[row * inner + j] = from[index.data()[row * inner + j] * inner + j];
    }
  });
  return y;
}

template <class T>
BasicTensor<T> scatter_add_along(const BasicTensor<T>& x, const LabelTensor& index, int axis,
                                 std::int64_t size) {
  axis = normalize_axis("scatter_add_along", axis, x.rank());
  if (x.shape() != index.shape() || size < 0)
    fail("scatter_add_along", "expected an index of shape " + to_string(x.shape()) +
                                  " and a size >= 0, got " + to_string(index.shape()) + " and " +
                                  std::to_string(size));
  detail::check_index("scatter_add_along", index, size);
  Shape shape = x.shape();
  shape[axis] = size;
  BasicTensor<T> y(shape, T{0});
  const detail::AxisView view(x.shape(), axis);
  const std::int64_t inner = view.inner, width = std::min<std::int64_t>(inner, 64);
  const std::int64_t blocks = width > 0 ? (inner + width - 1) / width : 0;
  T* out = y.mutable_data();
  // A task owns some columns, whose elements it adds in order.
  const auto add = [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t o = task / blocks, first = task % blocks * width,
                         last = std::min(inner, first + width);
      for (std::int64_t i = 0; i < view.size; ++i)
        for (std::int64_t j = first; j < last; ++j) {
          const std::int64_t at = (o * view.size + i) * inner + j;
          out[(o * size + index.data()[at]) * inner + j] += x.data()[at];
        }
    }
  };
  parallel_for(view.outer * blocks, detail::tasks_of(view.size * width), add);
  return y;
}

namespace detail {

/// Whether x[a] comes before x[b]: larger ones first, then in their order; NaN is largest.
template <class T>
struct LargerFirst {
  const T* x;
  bool operator()(std::int64_t a, std::int64_t b) const {
    const T left = x[a], right = x[b];
    if (left != left || right != right) return left != left && (right == right || a < b);
    return left > right || (left == right && a < b);
  }
};

/// The first k of [0, n), in order, each new one put in its place among those so far: for few, most elements
/// cost one comparison.
template <class T>
void select_few(std::int64_t n, std::int64_t k, const LargerFirst<T>& before, std::int64_t* out) {
  for (std::int64_t i = 0; i < n; ++i) {
    std::int64_t at = std::min(i, k);
    if (at == k && !before(i, out[k - 1])) continue;
    for (at = std::min(at, k - 1); at > 0 && before(i, out[at - 1]); --at) out[at] = out[at - 1];
    out[at] = i;
  }
}

template <class T>
void select_many(std::int64_t n, std::int64_t k, const LargerFirst<T>& before, std::int64_t* out) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::nth_element(order.begin(), order.begin() + (k - 1), order.end(), before);
  std::sort(order.begin(), order.begin() + k, before);
  std::copy_n(order.begin(), k, out);
}

}  // namespace detail

template <class T>
LabelTensor top_k(const BasicTensor<T>& x, std::int64_t k) {
  if (x.rank() == 0 || k < 1 || k > x.dim(-1))
    fail("top_k", "expected 1 <= k <= the size of the last axis, got " + std::to_string(k) + " of " +
                      to_string(x.shape()));
  constexpr std::int64_t few = 16;
  const std::int64_t n = x.dim(-1);
  Shape shape = x.shape();
  shape[-1] = k;
  LabelTensor y(shape);
  std::int64_t* out = y.mutable_data();
  parallel_for(x.size() / n, detail::tasks_of(n), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const detail::LargerFirst<T> before{x.data() + row * n};
      (k <= few ? detail::select_few<T> : detail::select_many<T>)(n, k, before, out + row * k);
    }
  });
  return y;
}

template <class T>
BasicTensor<T> one_hot(const LabelTensor& labels, std::int64_t classes) {
  if (classes < 1) fail("one_hot", "expected classes >= 1, got " + std::to_string(classes));
  detail::check_index("one_hot", labels, classes);
  Shape shape = labels.shape();
  shape.push_back(classes);
  BasicTensor<T> y(shape, T{0});
  T* out = y.mutable_data();
  for (std::int64_t i = 0; i < labels.size(); ++i) out[i * classes + labels.data()[i]] = T{1};
  return y;
}

}  // namespace agon::kernels
