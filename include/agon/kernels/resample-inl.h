#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/resample.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

AGON_INLINE void check_resampled(const char* where, const Shape& x, std::int64_t height, std::int64_t width) {
  if (x.rank() != 4 || x[1] != height || x[2] != width)
    fail(where, "expected input [N, " + std::to_string(height) + ", " + std::to_string(width) + ", C], got " +
                    to_string(x));
}

/// Taps with weights of type T, and the raw kernels' view of them.
template <class T>
struct TypedTaps {
  const AxisTaps& taps;
  std::vector<T> weights;

  explicit TypedTaps(const AxisTaps& axis) : taps(axis) {
    for (double weight : taps.weights) weights.push_back(static_cast<T>(weight));
  }
  AxisWeights<T> view() const {
    return {taps.in, taps.out(), taps.starts.data(), taps.sources.data(), weights.data()};
  }
};

}  // namespace detail

template <class T>
BasicTensor<T> resample(const BasicTensor<T>& x, const AxisTaps& rows, const AxisTaps& columns) {
  check_defined("resample", x.erased());
  detail::check_resampled("resample", x.shape(), rows.in, columns.in);
  BasicTensor<T> y(Shape{x.dim(0), rows.out(), columns.out(), x.dim(3)});
  if (y.size() == 0) return y;
  const detail::TypedTaps<T> along_rows(rows), along_columns(columns);
  table<T>().resample(x.dim(0), x.dim(3), along_rows.view(), along_columns.view(), x.data(),
                      y.mutable_data());
  return y;
}

template <class T>
MaxPool<T> max_pool(const BasicTensor<T>& x, const AxisSpans& rows, const AxisSpans& columns) {
  check_defined("max_pool", x.erased());
  detail::check_resampled("max_pool", x.shape(), rows.in, columns.in);
  for (const AxisSpans* spans : {&rows, &columns})
    for (std::size_t o = 0; o < spans->begins.size(); ++o)
      if (spans->begins[o] >= spans->ends[o]) fail("max_pool", "expected windows that are not empty");
  if (rows.in * columns.in > std::numeric_limits<std::int32_t>::max())
    fail("max_pool", "expected pictures of less than 2^31 pixels, got " + to_string(x.shape()));
  const Shape shape{x.dim(0), rows.out(), columns.out(), x.dim(3)};
  MaxPool<T> result{BasicTensor<T>(shape), LabelTensor(shape)};
  if (shape.size() == 0) return result;
  const PoolWindows windows{.images = x.dim(0),
                            .h = rows.in,
                            .w = columns.in,
                            .channels = x.dim(3),
                            .out_h = rows.out(),
                            .out_w = columns.out(),
                            .row_begins = rows.begins.data(),
                            .row_ends = rows.ends.data(),
                            .column_begins = columns.begins.data(),
                            .column_ends = columns.ends.data()};
  table<T>().max_pool(windows, x.data(), result.y.mutable_data(), result.index.mutable_data());
  return result;
}

namespace detail {

AGON_INLINE void check_factor(const char* where, std::int64_t f) {
  if (f < 1) fail(where, "expected factor >= 1, got " + std::to_string(f));
}

}  // namespace detail

template <class T>
BasicTensor<T> pixel_shuffle(const BasicTensor<T>& x, std::int64_t f) {
  detail::check_factor("pixel_shuffle", f);
  if (x.rank() != 4 || x.dim(3) % (f * f) != 0)
    fail("pixel_shuffle", "expected input [N, H, W, a multiple of " + std::to_string(f * f) + "], got " +
                              to_string(x.shape()));
  BasicTensor<T> y(Shape{x.dim(0), x.dim(1) * f, x.dim(2) * f, x.dim(3) / (f * f)});
  if (y.size() > 0)
    table<T>().pixel_shuffle(x.dim(0) * x.dim(1), x.dim(2), y.dim(3), f, x.data(), y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> pixel_unshuffle(const BasicTensor<T>& y, std::int64_t f) {
  detail::check_factor("pixel_unshuffle", f);
  if (y.rank() != 4 || y.dim(1) % f != 0 || y.dim(2) % f != 0)
    fail("pixel_unshuffle", "expected input [N, H, W, C] with H and W multiples of " + std::to_string(f) +
                                ", got " + to_string(y.shape()));
  BasicTensor<T> x(Shape{y.dim(0), y.dim(1) / f, y.dim(2) / f, y.dim(3) * f * f});
  if (x.size() > 0)
    table<T>().pixel_unshuffle(x.dim(0) * x.dim(1), x.dim(2), y.dim(3), f, y.data(), x.mutable_data());
  return x;
}

}  // namespace agon::kernels
