#pragma once

#include <string>
#include <vector>

#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/ops/spatial.hpp"
#include "agon/autograd/ops/taken_pixels-inl.h"

namespace agon {
namespace ops {

/// The coordinates (x, y, 1) of the centres of all pixels, row by row: [H * W, 3].
template <class T>
BasicTensor<T> pixel_centres(const Size2& size, bool align_corners) {
  const auto coordinate = [align_corners](std::int64_t i, std::int64_t n) {
    if (n == 1) return 0.0;
    return align_corners ? 2.0 * static_cast<double>(i) / static_cast<double>(n - 1) - 1
                         : static_cast<double>(2 * i + 1) / static_cast<double>(n) - 1;
  };
  std::vector<T> centres;
  for (std::int64_t row = 0; row < size.height; ++row)
    for (std::int64_t column = 0; column < size.width; ++column)
      for (double c : {coordinate(column, size.width), coordinate(row, size.height), 1.0})
        centres.push_back(static_cast<T>(c));
  return BasicTensor<T>(Shape{size.height * size.width, 3}, centres);
}

template <class T>
BasicVar<T> affine_grid(const BasicVar<T>& theta, Size2 size, bool align_corners) {
  if (theta.rank() != 3 || theta.dim(1) != 2 || theta.dim(2) != 3)
    fail("affine_grid", "expected theta [N, 2, 3], got " + to_string(theta.shape()));
  if (size.height < 1 || size.width < 1)
    fail("affine_grid", "expected a size of at least 1x1, got " + to_string(size));
  const std::int64_t n = theta.dim(0);
  const BasicVar<T> centres = pixel_centres<T>(size, align_corners);
  const BasicVar<T> moved = agon::matmul(agon::reshape(theta, {2 * n, 3}), centres, false, true);
  const BasicVar<T> points =
      agon::transpose(agon::reshape(moved, {n, 2, size.height * size.width}), {0, 2, 1});
  return agon::reshape(points, {n, size.height, size.width, 2});
}

/// The weights [N, OH, OW, 4] of the pixels around places [N, OH, OW, 2] within cells, row by row.
template <class T>
BasicVar<T> corner_weights(const BasicVar<T>& places) {
  const BasicTensor<T> right({4}, {0, 1, 0, 1}), below({4}, {0, 0, 1, 1});
  return agon::map(
      "grid_sample",
      [](auto x, auto y, auto r, auto b) {
        return (r * x + (1 - r) * (1 - x)) * (b * y + (1 - b) * (1 - y));
      },
      agon::slice(places, 3, 0, 1), agon::slice(places, 3, 1, 2), right, below);
}

// Which cell a point lies in is decided by its value; within the cell its place is a linear function of it.
template <class T>
BasicVar<T> grid_sample(const BasicVar<T>& x, const BasicVar<T>& grid, const GridSampleOptions& options) {
  check_picture("grid_sample", x.shape());
  if (grid.rank() != 4 || grid.dim(0) != x.dim(0) || grid.dim(3) != 2)
    fail("grid_sample", "expected a grid [" + std::to_string(x.dim(0)) + ", OH, OW, 2] for input " +
                            to_string(x.shape()) + ", got " + to_string(grid.shape()));
  using kernels::GridBeyond;
  const GridBeyond beyond = options.padding == GridPadding::zeros    ? GridBeyond::zeros
                            : options.padding == GridPadding::border ? GridBeyond::border
                                                                     : GridBeyond::mirrored;
  const kernels::GridCells<T> cells =
      kernels::grid_cells(grid.value(), size_of_picture(x.shape()), beyond, options.align_corners);
  observe_numbers(cells.index);
  observe_numbers(cells.scale);
  const BasicVar<T> scale = cells.scale, shift = cells.shift;
  const BasicVar<T> places = agon::map(
      "grid_sample", [](auto point, auto s, auto t) { return select(s == 0, t, point * s + t); }, grid, scale,
      shift);
  return blend_pixels<T>(x, corner_weights(places), cells.index);
}

}  // namespace ops

AGON_INLINE Var affine_grid(const Var& theta, Size2 size, bool align_corners) {
  return ops::affine_grid<float>(theta, size, align_corners);
}
AGON_INLINE f64::Var affine_grid(const f64::Var& theta, Size2 size, bool align_corners) {
  return ops::affine_grid<double>(theta, size, align_corners);
}
AGON_INLINE Var grid_sample(const Var& x, const Var& grid, const GridSampleOptions& options) {
  return ops::grid_sample<float>(x, grid, options);
}
AGON_INLINE f64::Var grid_sample(const f64::Var& x, const f64::Var& grid, const GridSampleOptions& options) {
  return ops::grid_sample<double>(x, grid, options);
}

}  // namespace agon
