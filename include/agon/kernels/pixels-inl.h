#pragma once

#include <cmath>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/pixels.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

AGON_INLINE PixelIndex pixel_index(const LabelTensor& index, std::int64_t pixels, std::int64_t channels) {
  return {.images = index.dim(0),
          .in = pixels,
          .out = index.dim(1) * index.dim(2),
          .channels = channels,
          .taps = index.dim(3),
          .index = index.data()};
}

AGON_INLINE void check_pixels(const char* what, const Shape& got, const Shape& expected) {
  if (got != expected)
    fail("pixels", std::string("expected ") + what + " " + to_string(expected) + ", got " + to_string(got));
}

AGON_INLINE void check_pixel_rank(const Shape& shape) {
  if (shape.rank() != 4) fail("pixels", "expected a tensor of rank 4, got " + to_string(shape));
}

/// The shape of `index` with another last axis.
AGON_INLINE Shape with_channels(const Shape& index, std::int64_t channels) {
  return {index[0], index[1], index[2], channels};
}

}  // namespace detail

template <class T>
BasicTensor<T> gather_pixels(const BasicTensor<T>& x, const LabelTensor& index) {
  detail::check_pixel_rank(x.shape());
  detail::check_pixel_rank(index.shape());
  detail::check_pixels("index", index.shape(), {x.dim(0), index.dim(1), index.dim(2), x.dim(3)});
  BasicTensor<T> y(index.shape());
  if (y.size() > 0)
    table<T>().gather_pixels(detail::pixel_index(index, x.dim(1) * x.dim(2), x.dim(3)), x.data(),
                             y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> scatter_pixels(const BasicTensor<T>& y, const LabelTensor& index, Size2 size) {
  detail::check_pixel_rank(y.shape());
  detail::check_pixels("index", index.shape(), y.shape());
  BasicTensor<T> x(Shape{y.dim(0), size.height, size.width, y.dim(3)});
  if (x.size() > 0)
    table<T>().scatter_pixels(detail::pixel_index(index, size.height * size.width, y.dim(3)), y.data(),
                              x.mutable_data());
  return x;
}

template <class T>
BasicTensor<T> blend_pixels(const BasicTensor<T>& x, const BasicTensor<T>& weights,
                            const LabelTensor& index) {
  detail::check_pixel_rank(x.shape());
  detail::check_pixel_rank(index.shape());
  detail::check_pixels("index", index.shape(), {x.dim(0), index.dim(1), index.dim(2), index.dim(3)});
  detail::check_pixels("weights", weights.shape(), index.shape());
  BasicTensor<T> y(detail::with_channels(index.shape(), x.dim(3)));
  if (y.size() > 0)
    table<T>().blend_pixels(detail::pixel_index(index, x.dim(1) * x.dim(2), x.dim(3)), x.data(),
                            weights.data(), y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> spread_pixels(const BasicTensor<T>& y, const BasicTensor<T>& weights, const LabelTensor& index,
                             Size2 size) {
  detail::check_pixel_rank(y.shape());
  detail::check_pixel_rank(index.shape());
  detail::check_pixels("gradient", y.shape(), detail::with_channels(index.shape(), y.dim(3)));
  detail::check_pixels("weights", weights.shape(), index.shape());
  BasicTensor<T> x(Shape{y.dim(0), size.height, size.width, y.dim(3)});
  if (x.size() > 0)
    table<T>().spread_pixels(detail::pixel_index(index, size.height * size.width, y.dim(3)), y.data(),
                             weights.data(), x.mutable_data());
  return x;
}

template <class T>
BasicTensor<T> pixel_products(const BasicTensor<T>& x, const BasicTensor<T>& y, const LabelTensor& index) {
  detail::check_pixel_rank(x.shape());
  detail::check_pixel_rank(index.shape());
  detail::check_pixels("index", index.shape(), {x.dim(0), index.dim(1), index.dim(2), index.dim(3)});
  detail::check_pixels("gradient", y.shape(), detail::with_channels(index.shape(), x.dim(3)));
  BasicTensor<T> products(index.shape());
  if (products.size() > 0)
    table<T>().pixel_products(detail::pixel_index(index, x.dim(1) * x.dim(2), x.dim(3)), x.data(), y.data(),
                              products.mutable_data());
  return products;
}

namespace detail {

/// A place along an axis of pixels as a linear function of a coordinate, near that coordinate.
struct GridPlace {
  double at, scale, shift;  // at = scale * coordinate + shift
};

AGON_INLINE GridPlace mirrored(GridPlace p, double low, double high) {
  const double span = high - low;
  if (span == 0) return {0, 0, 0};
  const double sign = p.at < low ? -1 : 1, distance = sign * (p.at - low);
  const double flips = std::floor(distance / span), rest = distance - flips * span;
  const bool odd = std::fmod(flips, 2) != 0;
  const double at = odd ? high - rest : low + rest, slope = odd ? -sign : sign;
  return {at, slope * p.scale, at + slope * (p.shift - p.at)};
}

AGON_INLINE GridPlace held_inside(const GridPlace& p, double last) {
  if (!(p.at > 0)) return {0, 0, 0};
  return p.at >= last ? GridPlace{last, 0, last} : p;
}

AGON_INLINE GridPlace grid_place(double coordinate, std::int64_t size, GridBeyond beyond,
                                 bool align_corners) {
  const double n = static_cast<double>(size), scale = (align_corners ? n - 1 : n) / 2, shift = (n - 1) / 2;
  GridPlace p{scale * coordinate + shift, scale, shift};
  // Far outside, and where the coordinate is no number: all four pixels are zeros.
  if (beyond == GridBeyond::zeros) return p.at > -2 && p.at < n + 1 ? p : GridPlace{-2, 0, -2};
  if (beyond == GridBeyond::mirrored) p = align_corners ? mirrored(p, 0, n - 1) : mirrored(p, -0.5, n - 0.5);
  return held_inside(p, n - 1);
}

}  // namespace detail

template <class T>
GridCells<T> grid_cells(const BasicTensor<T>& grid, Size2 size, GridBeyond beyond, bool align_corners) {
  detail::check_pixel_rank(grid.shape());
  detail::check_pixels("grid", grid.shape(), detail::with_channels(grid.shape(), 2));
  GridCells<T> cells{LabelTensor(detail::with_channels(grid.shape(), 4)), BasicTensor<T>(grid.shape()),
                     BasicTensor<T>(grid.shape())};
  const T* points = grid.data();
  std::int64_t* index = cells.index.mutable_data();
  T *scale = cells.scale.mutable_data(), *shift = cells.shift.mutable_data();
  const std::int64_t sizes[] = {size.width, size.height};
  parallel_for(grid.size() / 2, 1024, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      std::int64_t first[2];
      for (int axis : {0, 1}) {
        const detail::GridPlace p =
            detail::grid_place(static_cast<double>(points[2 * i + axis]), sizes[axis], beyond, align_corners);
        const double cell = std::floor(p.at);
        first[axis] = static_cast<std::int64_t>(cell);
        scale[2 * i + axis] = static_cast<T>(p.scale);
        shift[2 * i + axis] = static_cast<T>(p.shift - cell);
      }
      for (int corner : {0, 1, 2, 3}) {
        const std::int64_t column = first[0] + corner % 2, row = first[1] + corner / 2;
        const bool inside = column >= 0 && column < size.width && row >= 0 && row < size.height;
        index[4 * i + corner] = inside ? row * size.width + column : -1;
      }
    }
  });
  return cells;
}

}  // namespace agon::kernels
