#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"
#include "agon/core/size2.hpp"

/// Spatial transformers (Jaderberg et al. 2015): pictures sampled at the points of a grid. Coordinates run
/// from -1 to 1 across the picture, x (to the right) before y (down): -1 and 1 are the outer edges of the
/// border's pixels or, with aligned corners, their centres. All as in PyTorch.
namespace agon {

/// The centres of pixels of pictures of `size`, moved by theta [N, 2, 3], which turns (x, y, 1) into (x, y):
/// [N, H, W, 2]. Linear, differentiable to any order. Throws Error on other shapes and a size below 1x1.
Var affine_grid(const Var& theta, Size2 size, bool align_corners = false);
f64::Var affine_grid(const f64::Var& theta, Size2 size, bool align_corners = false);

/// What a point outside of the picture sees: zeros, the nearest pixel of the border, or the picture mirrored
/// about its borders.
enum class GridPadding : std::uint8_t { zeros, border, reflection };

struct GridSampleOptions {
  GridPadding padding = GridPadding::zeros;
  bool align_corners = false;
};

/// Bilinear interpolation of x [N, H, W, C] at the points of grid [N, OH, OW, 2]: [N, OH, OW, C].
/// Differentiable with respect to x to any order and to the grid to order 3, with kinks where a point crosses
/// the centre of a row or column of pixels; where the padding holds a point fast, its gradient is 0. Points
/// that are no numbers see zeros, or with another padding the first pixel. Throws Error on other shapes or
/// pictures below 1x1.
Var grid_sample(const Var& x, const Var& grid, const GridSampleOptions& options = {});
f64::Var grid_sample(const f64::Var& x, const f64::Var& grid, const GridSampleOptions& options = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/spatial-inl.h"
#endif
